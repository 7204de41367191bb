import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { builtClient } from './support/built-client.ts';

it('loads at most 160 kB of gzipped JavaScript for the panel, and none of the settings page', async () => {
  const folder = await builtClient();
  const names = (await readdir(join(folder, 'assets'))).filter((name) => name.endsWith('.js'));
  const reached = new Map<string, Buffer>();

  /** Whatever a file names is counted as loaded with it. */
  const follow = async (text: string): Promise<void> => {
    for (const name of names.filter((candidate) => text.includes(candidate) && !reached.has(candidate))) {
      const source = await readFile(join(folder, 'assets', name));
      reached.set(name, source);
      await follow(source.toString('utf8'));
    }
  };
  await follow(await readFile(join(folder, 'panel.html'), 'utf8'));

  const kilobytes = [...reached.values()].reduce((sum, source) => sum + gzipSync(source).length, 0) / 1000;
  expect(kilobytes).toBeGreaterThan(60);
  expect(kilobytes).toBeLessThanOrEqual(160);
  expect([...reached.values()].join('')).not.toContain('Enrich all organizations');
});
