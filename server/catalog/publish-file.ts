import { stat } from 'node:fs/promises';
import { AppError } from '../platform/errors.ts';
import type { Release } from './catalog-meta.store.ts';
import { fileRows } from './file-rows.ts';
import { importStores } from './import-stores.ts';
import { type PublishDeps, publish } from './publish.ts';

/** What became of the rows of a file that was published. */
export type FileRelease = { release: Release; imported: number; written: number; skipped: number };

/** A sign of life after so many rows. */
const rowsPerBeat = 5000;

/**
 * Publishes a file (CSV export or JSON Lines, also packed) as a release. The file is read to its end before anything
 * is written: one that was cut off, or holds no store, is refused as a whole. Rows that are bad for other reasons are
 * left out and told. Memory stays flat, as the file is read twice instead of being kept.
 * @throws AppError `catalog_file_unreadable`, `release_file_cut`, `release_file_changed`, `release_file_empty`
 */
export async function publishFile(
  deps: PublishDeps & { onSkipped(line: number, reason: string): void },
  path: string,
  wanted: number | null,
): Promise<FileRelease> {
  let counts = { imported: 0, written: 0, skipped: 0 };
  const release = await publish(deps, wanted, async (number, alive) => {
    const before = await checkedFile(path, alive);
    if (before.stores === 0) throw refuse('release_file_empty', path, 'there is no store in it');
    if ((await fingerprint(path)) !== before.fingerprint) throw changed(path);
    counts = await importStores(deps, beating(fileRows(path), alive), number);
    if (counts.imported !== before.stores) throw changed(path);
    return true;
  });
  if (!release) throw refuse('release_file_empty', path, 'there is no store in it');
  return { release, ...counts };
}

/** Reads a file to its end and counts its stores. */
async function checkedFile(path: string, alive: () => Promise<void>) {
  const found = { fingerprint: await fingerprint(path), stores: 0 };
  let cutOffAt: number | null = null;
  for await (const { line, read, cutOff } of beating(fileRows(path), alive)) {
    if (read.ok) found.stores += 1;
    cutOffAt = cutOff ? line : null;
  }
  if (cutOffAt !== null) throw refuse('release_file_cut', path, `it is cut off in line ${cutOffAt}`);
  return found;
}

async function* beating<Row>(rows: AsyncIterable<Row>, alive: () => Promise<void>): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count % rowsPerBeat === 0) await alive();
    yield row;
  }
}

/** Tells whether somebody is still writing the file. Of one that cannot be looked at, reading says why. */
async function fingerprint(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found ? `${found.size} ${found.mtimeMs}` : '';
}

function changed(path: string): AppError {
  return refuse('release_file_changed', path, 'it changed while it was read');
}

function refuse(code: string, path: string, reason: string): AppError {
  return new AppError({
    code,
    status: 400,
    message: `${path} is refused: ${reason}. The release before stays.`,
  });
}
