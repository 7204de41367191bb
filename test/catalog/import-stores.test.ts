import { describe, expect, it } from 'vitest';
import { importStores } from '../../server/catalog/import-stores.ts';
import { readLines } from '../../server/catalog/read-lines.ts';
import { jsonRows } from '../../server/catalog/source-row.ts';
import type { StoreRecord } from '../../server/catalog/store.ts';

const row = (name: string) => JSON.stringify({ name, state: 'Active', platform: 'wix' });

async function* chunks(text: string | Buffer, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function importText(source: AsyncIterable<Uint8Array>) {
  const batches: StoreRecord[][] = [];
  const skipped: string[] = [];
  const catalog = {
    upsertMany: async (records: readonly StoreRecord[]) => {
      batches.push([...records]);
      return { written: records.length, unchanged: 0 };
    },
  };
  const deps = {
    catalog,
    onSkipped: (line: number, reason: string) => void skipped.push(`${line} ${reason}`),
  };
  const result = await importStores(deps, jsonRows(source), 3);
  return { result, batches, skipped };
}

describe('reading lines', () => {
  it.each([1, 2, 3, 7, 1000])('gives the same lines whatever the chunks are (%i bytes)', async (size) => {
    const lines = [];
    for await (const line of readLines(chunks('\uFEFFä\n\nzwölf€\r\nlast', size), 100)) lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: 'ä' },
      { number: 2, text: '' },
      { number: 3, text: 'zwölf€\r' },
      { number: 4, text: 'last' },
    ]);
  });

  it('passes over a line that is too long and reads on after it', async () => {
    const lines = [];
    for await (const line of readLines(chunks(`short\n${'x'.repeat(101)}\n${'y'.repeat(100)}\n`, 9), 100))
      lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: 'short' },
      { number: 2, text: null },
      { number: 3, text: 'y'.repeat(100) },
    ]);
  });
});

describe('importing JSON Lines', () => {
  it('writes in batches, in order, all as the given release', async () => {
    const text = Array.from({ length: 1203 }, (_, i) => row(`shop-${i}.example`)).join('\n');
    const { result, batches, skipped } = await importText(chunks(text, 4096));
    expect(result).toEqual({ imported: 1203, written: 1203, skipped: 0 });
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 203]);
    expect(batches.flat().map(({ id }) => id)).toEqual(
      Array.from({ length: 1203 }, (_, i) => `shop-${i}.example`),
    );
    expect(new Set(batches.flat().map(({ release }) => release))).toEqual(new Set([3]));
    expect(skipped).toEqual([]);
  });

  it('skips a last line that was cut off, and one that is too long, and keeps the rest', async () => {
    const huge = JSON.stringify({ name: 'huge.example', description: 'x'.repeat(5 * 1024 * 1024) });
    const text = `${row('one.example')}\n${huge}\n${row('two.example')}\n${row('three.example').slice(0, 20)}`;
    const { result, batches, skipped } = await importText(chunks(text, 65536));
    expect(result).toEqual({ imported: 2, written: 2, skipped: 2 });
    expect(batches.flat().map(({ id }) => id)).toEqual(['one.example', 'two.example']);
    expect(skipped).toEqual(['2 longer than 4 MB', '4 not JSON, or cut off']);
  });

  it('reports lines without ever repeating what stood in them', async () => {
    const { skipped } = await importText(chunks('{"secret-canary": 1}\nsecret-canary\n', 8));
    expect(skipped).toEqual(['1 no name', '2 not JSON, or cut off']);
  });

  it('survives bytes that are no text and JSON nested to the limit', async () => {
    const deep = `{"name":"deep.example","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      Buffer.from(`${deep}\n${row('ok.example')}\n`),
    ]);
    const { result, batches } = await importText(chunks(bytes, 999));
    expect(result).toEqual({ imported: 2, written: 2, skipped: 1 });
    expect(JSON.stringify(batches.flat()[0]).length).toBeLessThan(200);
  });

  it('hands on what the source throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${row('one.example')}\n`);
      throw new Error('disk gone');
    }
    await expect(importText(broken())).rejects.toThrow('disk gone');
  });
});
