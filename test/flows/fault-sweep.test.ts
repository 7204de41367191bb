import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { boundaries } from '../../server/platform/boundaries.ts';
import { killedAt } from '../support/killed-at.ts';

it('a process is killed at every boundary between two durable writes, by a test that takes its moments from the list', () => {
  const lines = Object.entries(killedAt).map(([file, moments]) => `  ${file}: ${moments.join(', ')}`);
  process.stdout.write(`SIGKILL at\n${lines.join('\n')}\n`);
  expect(Object.values(killedAt).flat().toSorted()).toEqual([...boundaries].toSorted());
  for (const file of Object.keys(killedAt)) {
    const path = `test/${file}.test.ts`;
    expect(existsSync(path), path).toBe(true);
    expect(readFileSync(path, 'utf8'), path).toContain(`killedAt['${file}']`);
  }
});
