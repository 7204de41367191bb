import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { createPublicationStore } from '../../server/catalog/publication.store.ts';
import { publish } from '../../server/catalog/publish.ts';
import { publishFile } from '../../server/catalog/publish-file.ts';
import { silentLog } from '../../server/platform/log.ts';
import { testDatabase } from '../support/database.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { exportedStore, exportFile } from './csv-export.ts';

const db = await testDatabase();
const catalog = createCatalogStore(db);
const publication = createPublicationStore(db);
const folder = mkdtempSync(join(tmpdir(), 'publish-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let clock = fakeClock();
let skipped: string[] = [];
const deps = () => ({
  clock,
  log: silentLog,
  catalog,
  publication,
  onSkipped: (line: number, reason: string) => void skipped.push(`${line} ${reason}`),
});

const json = (name: string, more: object = {}) =>
  JSON.stringify({ name, state: 'Active', platform: 'wix', ...more });
const csv = (domain: string, more: Record<string, string> = {}) => ({ ...exportedStore, domain, ...more });

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

beforeEach(async () => {
  clock = fakeClock();
  skipped = [];
  for (const name of ['stores', 'catalog_meta', 'catalog_publication'])
    await db.collection(name).deleteMany({});
  await catalog.ensureIndexes();
  const old = { name: 'one.example', state: 'Active', platform: 'wix', title: 'Old' };
  await catalog.upsertMany([{ id: 'one.example', domain: old, release: 3 }]);
  await catalog.setRelease({ number: 3, publishedAt: new Date('2026-10-25T00:00:00Z') });
});

/** Nothing of a refused file is to be seen. */
async function expectOldRelease(): Promise<void> {
  expect((await catalog.currentRelease())?.number).toBe(3);
  expect(await catalog.count()).toBe(1);
  expect((await catalog.getStore('one.example'))?.domain['title']).toBe('Old');
}

describe('publishing a file', () => {
  it('makes it the next release, tells what was left out, and knows what changed', async () => {
    const rows = [json('one.example', { title: 'New' }), 'null', json('two.example')];
    const done = await publishFile(deps(), file('good.jsonl', rows.join('\n')), null);
    expect(done).toEqual({
      release: { number: 4, publishedAt: clock.now() },
      imported: 2,
      written: 2,
      skipped: 1,
    });
    expect(skipped).toEqual(['2 not an object']);
    expect(await catalog.currentRelease()).toEqual(done.release);
    expect((await catalog.changesOf(['one.example', 'two.example'], 4)).get('one.example')).toMatchObject({
      release: 4,
      attributes: 1,
    });
    const packed = file('next.csv.gz', gzipSync(exportFile([csv('one.example'), csv('three.example')])));
    expect(await publishFile(deps(), packed, 9)).toMatchObject({ release: { number: 9 }, written: 2 });
    expect((await catalog.changesOf(['one.example'], 9)).get('one.example')).toMatchObject({
      platform: { from: 'wix', to: 'shopify' },
      appsAdded: ['Sample Reviews', 'Upsell'],
    });
  });

  const many = Array.from({ length: 600 }, (_, i) => json(`shop-${i}.example`)).join('\n');
  const export600 = exportFile(Array.from({ length: 600 }, (_, i) => csv(`shop-${i}.example`)));
  const lastRow = export600.lastIndexOf('shop-599');
  it.each([
    ['JSON Lines cut in the last line', 'a.jsonl', many.slice(0, -9), 'cut off in line 600'],
    ['packed JSON Lines cut', 'a.jsonl.gz', gzipSync(many).subarray(0, -400), 'the packed file is cut off'],
    ['a packed export cut', 'b.csv.gz', gzipSync(export600).subarray(0, -50), 'the packed file is cut off'],
    [
      'an export cut in the middle of a row',
      'c.csv',
      export600.slice(0, lastRow + 100),
      'left open|is cut off',
    ],
    ['an export with a short last row', 'd.csv', `${export600}shop-600.example,\n`, 'it is cut off in line'],
    ['an export cut in its last value', 'e.csv', export600.slice(0, -1), 'it is cut off in line'],
    ['an export with a quote left open', 'f.csv', `${export600}"shop-600`, 'a quotation mark is left open'],
    ['an export with broken quotes', 'g.csv', export600.replace('shop-300', '"x"y'), 'quotation marks near'],
    ['no store at all', 'h.jsonl', '{"a":1}\n', 'there is no store in it'],
    ['nothing', 'i.jsonl', '', 'there is no store in it'],
    ['another kind of table', 'j.csv', 'name,mail\na,b\n', 'not that of a Store Leads export'],
  ])('refuses %s as a whole: the old release stays', async (_, name, content, reason) => {
    await expect(publishFile(deps(), file(name, content), null)).rejects.toThrow(new RegExp(reason));
    await expectOldRelease();
    // Nothing is left behind that would keep the next one waiting.
    await publishFile(deps(), file('good.jsonl', json('two.example')), null);
  });

  it('refuses a file that somebody is still writing', async () => {
    const path = file('growing.jsonl', `${json('one.example')}\n`);
    const watching = {
      ...publication,
      // The only moment between the two readings that a test can take hold of: the second sign of life.
      hold: async (...args: Parameters<typeof publication.hold>) => {
        appendFileSync(path, `${json('more.example')}\n`);
        return publication.hold(...args);
      },
    };
    appendFileSync(path, Array.from({ length: 5001 }, (_, i) => `${json(`shop-${i}.example`)}\n`).join(''));
    const growing = publishFile({ ...deps(), publication: watching }, path, null);
    await expect(growing).rejects.toMatchObject({ code: 'release_file_changed' });
    await expectOldRelease();
  });

  it('never goes back in numbers, and lets one publication go on at a time', async () => {
    const path = file('good.jsonl', json('two.example'));
    await expect(publishFile(deps(), path, 3)).rejects.toMatchObject({ code: 'release_number_used' });
    await publish(deps(), null, async () => {
      await expect(publishFile(deps(), path, null)).rejects.toMatchObject({ code: 'release_under_way' });
      return false;
    });
    // One that died is waited for five minutes.
    expect(await publication.hold('died', new Date(clock.now().getTime() + 300_000), clock.now())).toBe(true);
    await expect(publishFile(deps(), path, null)).rejects.toMatchObject({ code: 'release_under_way' });
    await clock.advance(300_000);
    expect((await publishFile(deps(), path, null)).release.number).toBe(4);
  });
});
