import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { runCatalogCommand } from '../../server/catalog/catalog-command.ts';
import { createPublicationStore } from '../../server/catalog/publication.store.ts';
import { sampleStore, sampleStores } from '../../server/catalog/sample-stores.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { StoreLeads } from '../../server/storeleads/domains.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();
const catalog = createCatalogStore(db);
const publication = createPublicationStore(db);
const folder = mkdtempSync(join(tmpdir(), 'catalog-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

let storeLeads: StoreLeads | null = null;

async function run(...argv: string[]): Promise<{ code: number; out: string[]; errors: string[] }> {
  const out: string[] = [];
  const errors: string[] = [];
  const deps = {
    catalog,
    publication,
    storeLeads,
    log: silentLog,
    clock: { ...systemClock, now: () => new Date('2026-02-01T00:00:00Z') },
    print: (line: string) => void out.push(line),
    printError: (line: string) => void errors.push(line),
  };
  return { code: await runCatalogCommand(deps, argv), out, errors };
}

const row = (name: string, more: object = {}) =>
  JSON.stringify({ name, state: 'Active', platform: 'wix', ...more });

describe('the catalogue command', () => {
  it('imports a file, names every skipped line with its reason and ends with the counts', async () => {
    const path = file(
      'mixed.jsonl',
      [
        `\uFEFF${row('one.example')}`,
        '',
        '{"name": "two.exam',
        row('three.example', { rank: 3 }),
        '{"state":"Active"}',
        '[1,2]',
        row('not a host'),
        row('four.example'),
      ].join('\r\n'),
    );
    const { code, out, errors } = await run('import', path);
    expect(out).toEqual(['3 imported, 4 skipped']);
    expect(errors).toEqual([
      'line 3: not JSON, or cut off',
      'line 5: no name',
      'line 6: not an object',
      'line 7: name is not a host name',
    ]);
    expect(code).toBe(0);
    expect(await catalog.currentRelease()).toEqual({
      number: 1,
      publishedAt: new Date('2026-02-01T00:00:00Z'),
    });
  });

  it('counts an import as the next release and leaves unchanged stores with their old one', async () => {
    const path = file(
      'next.jsonl.gz',
      gzipSync([row('one.example'), row('three.example', { rank: 4 })].join('\n')),
    );
    expect((await run('import', path)).out).toEqual(['2 imported, 0 skipped']);
    expect((await catalog.currentRelease())?.number).toBe(2);
    expect((await catalog.getStore('one.example'))?.release).toBe(1);
    expect((await catalog.getStore('three.example'))?.release).toBe(2);
    expect((await run('import', path, '--release', '7')).out).toEqual(['2 imported, 0 skipped']);
    expect((await catalog.currentRelease())?.number).toBe(7);
  });

  it('invents stores, the same ones every time', async () => {
    expect((await run('sample', '40', '--seed', '5')).out).toEqual(['40 imported, 0 skipped']);
    const [first] = sampleStores({ count: 1, seed: 5 });
    const stored = await catalog.getStore('amber-acorn.example');
    expect(stored?.domain).toEqual(first);
    await run('sample', '40', '--seed', '5');
    expect((await catalog.getStore('amber-acorn.example'))?.release).toBe(stored?.release);
    await run('sample', '40', '--seed', '5', '--release', '9');
    expect((await catalog.getStore('amber-acorn.example'))?.release).toBe(9);
    expect((await catalog.currentRelease())?.number).toBe(9);
  });

  it('publishes releases: a file as a whole, the next of the sample, the feed where there is a key', async () => {
    expect((await run('release', '--sample')).out).toEqual(['release 10: 40 stores, 40 changed']);
    expect((await catalog.getStore('amber-acorn.example'))?.domain).toEqual(sampleStore(0, 5, 10));
    const good = file('release.jsonl', `${row('one.example', { rank: 9 })}\n7\n`);
    const published = await run('release', good, '--release', '12');
    expect(published.out).toEqual(['release 12: 1 imported, 1 changed, 1 skipped']);
    expect(published.errors).toEqual(['line 2: not an object']);
    const cut = await run('release', file('cut.jsonl', `${row('five.example')}\n{"name"`));
    expect(cut.code).toBe(1);
    expect(cut.errors.join()).toMatch(
      /cut\.jsonl is refused: it is cut off in line 2\. The release before stays\.$/,
    );
    expect((await run('release', '--feed')).errors).toEqual([
      'There is no key for the Store Leads API: set STORELEADS_API_KEY.',
    ]);
    storeLeads = {
      domains: async () => [{ name: 'one.example', state: 'Active', platform: 'wix', rank: 1 }],
    };
    expect((await run('release', '--feed')).out).toEqual(['release 13: 43 stores asked for, 1 changed']);
    expect((await catalog.currentRelease())?.number).toBe(13);
    await run('sample', '40', '--seed', '5', '--release', '9');
  });

  it('prints counts for people and for programs', async () => {
    const stats = await catalog.stats();
    const { out } = await run('stats', '--json');
    expect(JSON.parse(out.join('\n'))).toEqual(JSON.parse(JSON.stringify(stats)));
    expect(stats.stores).toBe(43);
    const lines = (await run('stats')).out;
    expect(lines[0]).toMatch(/^43 stores, release 13 of 2026-02-01, \d+ changed by it$/);
    expect(lines.some((line) => /^ {2}shopify: \d+$/.test(line))).toBe(true);
  });

  it('refuses an unreadable file with the reason and leaves the release alone', async () => {
    const cutOff = gzipSync(`${row('cut.example')}\n`.repeat(200)).subarray(0, 60);
    const refusals = [
      [join(folder, 'missing.jsonl'), 'there is no such file'],
      [join(folder, 'missing.jsonl.gz'), 'there is no such file'],
      [folder, 'it is a folder'],
      [file('cut.jsonl.gz', cutOff), 'the packed file is cut off'],
      [file('plain.jsonl.gz', row('plain.example')), 'it is not a gzip file, or it is damaged'],
    ];
    for (const [path = '', reason] of refusals) {
      const { code, out, errors } = await run('import', path);
      expect([code, out, errors]).toEqual([1, [], [`Cannot read ${path}: ${reason}.`]]);
    }
    const nothing = await run('import', file('bad.jsonl', 'x\ny\n'));
    expect(nothing.out).toEqual(['0 imported, 2 skipped']);
    expect((await catalog.currentRelease())?.number).toBe(13);
  });

  it.each([
    [[], 'Say what to do.'],
    [['drop'], '"drop" is not a command.'],
    [['import'], 'Say which file to import.'],
    [['import', 'a', 'b'], 'Too many words.'],
    [['sample'], 'COUNT is how many'],
    [['sample', '0'], 'COUNT is how many'],
    [['sample', '-5'], 'an option this command does not know'],
    [['sample', '1e9'], 'COUNT is how many'],
    [['sample', '5', '--seed', 'x'], '--seed takes a number.'],
    [['sample', '5', '--release', '0'], '--release takes a number from 1.'],
    [['sample', '5', '--release'], 'without its value'],
    [['release'], 'Say one thing to publish'],
    [['release', 'a.csv', '--feed'], 'Say one thing to publish'],
    [['release', '--feed', '--sample'], 'Say one thing to publish'],
    [['release', 'a.csv', '--release', 'x'], '--release takes a number from 1.'],
    [['stats', 'now'], 'Too many words.'],
    [['stats', '--verbose'], 'an option this command does not know'],
  ])('refuses %j and shows how it is used', async (argv, message) => {
    const { code, out, errors } = await run(...argv);
    expect(code).toBe(1);
    expect(out).toEqual([]);
    expect(errors.join('\n')).toContain(message);
    expect(errors.join('\n')).toContain('npm run catalog -- import FILE');
  });
});
