import { csvRows } from './csv-rows.ts';
import { openRows } from './open-rows.ts';
import { jsonRows, type SourceRow } from './source-row.ts';

/** The rows of a file by its name: a CSV export (`.csv`, `.csv.gz`) or else JSON Lines; packed where it ends in `.gz`. */
export function fileRows(path: string): AsyncIterable<SourceRow> {
  const bytes = openRows(path);
  return /\.csv(\.gz)?$/i.test(path) ? csvRows(bytes) : jsonRows(bytes);
}
