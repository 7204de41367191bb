import type { CatalogStore } from './catalog.store.ts';
import type { SourceRow } from './source-row.ts';
import type { StoreRecord } from './store.ts';

type ImportDeps = {
  catalog: Pick<CatalogStore, 'upsertMany'>;
  /** Told of every row that was left out: its line number, from 1, and why. Never the row's text. */
  onSkipped(line: number, reason: string): void;
};

/** `imported` rows are in the catalogue, of them `written` were new or changed. */
type ImportResult = { imported: number; written: number; skipped: number };

const batchSize = 500;
/** A batch of unusually large rows is written early, so that memory stays flat. */
const batchBytes = 8 * 1024 * 1024;

/**
 * Imports rows as one release. Reads, checks and writes in batches; a bad row is reported and skipped, never fatal.
 * Throws what the source or the database throws; the batches before are kept.
 */
export async function importStores(
  deps: ImportDeps,
  rows: AsyncIterable<SourceRow>,
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
  for await (const { line, size, read } of rows) {
    if (read.ok) {
      batch.push({ ...read.store, release });
      bytes += size;
    } else {
      result.skipped += 1;
      deps.onSkipped(line, read.reason);
    }
    if (batch.length >= batchSize || bytes >= batchBytes) await flush();
  }
  await flush();
  return result;
}
