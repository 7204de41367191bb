import type { CatalogStore } from './catalog.store.ts';
import { fromStoreLeads } from './from-store-leads.ts';
import { readLines } from './read-lines.ts';
import type { StoreRecord } from './store.ts';

type ImportDeps = {
  catalog: Pick<CatalogStore, 'upsertMany'>;
  /** Told of every row that was left out: its line number, from 1, and why. Never the row's text. */
  onSkipped(line: number, reason: string): void;
};

/** `imported` rows are in the catalogue, of them `written` were new or changed. */
type ImportResult = { imported: number; written: number; skipped: number };

/** Real records have some kilobytes; the largest with all apps a few hundred. MongoDB's own limit is 16 MB. */
const maxLineBytes = 4 * 1024 * 1024;
const batchSize = 500;
/** A batch of unusually large rows is written early, so that memory stays flat. */
const batchBytes = 8 * 1024 * 1024;

/**
 * Imports JSON Lines in the shape of the Store Leads API as one release. Reads, checks and writes in batches; a bad row
 * is reported and skipped, never fatal. Throws what the source or the database throws; the batches before are kept.
 */
export async function importStores(
  deps: ImportDeps,
  source: AsyncIterable<Uint8Array | string>,
  release: number,
): Promise<ImportResult> {
  const result: ImportResult = { imported: 0, written: 0, skipped: 0 };
  let batch: StoreRecord[] = [];
  let bytes = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    const { written } = await deps.catalog.upsertMany(batch);
    result.imported += batch.length;
    result.written += written;
    batch = [];
    bytes = 0;
  };
  const skip = (line: number, reason: string) => {
    result.skipped += 1;
    deps.onSkipped(line, reason);
  };
  for await (const { number, text } of readLines(source, maxLineBytes)) {
    if (text === null) skip(number, `longer than ${maxLineBytes / 1024 / 1024} MB`);
    else if (text.trim() !== '') {
      const row = readRow(text);
      if (!row.ok) skip(number, row.reason);
      else {
        batch.push({ ...row.store, release });
        bytes += text.length;
      }
    }
    if (batch.length >= batchSize || bytes >= batchBytes) await flush();
  }
  await flush();
  return result;
}

function readRow(text: string): ReturnType<typeof fromStoreLeads> {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'not JSON, or cut off' };
  }
  return fromStoreLeads(row);
}
