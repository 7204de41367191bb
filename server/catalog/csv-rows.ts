import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../platform/errors.ts';
import { requiredColumns } from './csv-columns.ts';
import { csvDomain } from './csv-domain.ts';
import { fromStoreLeads } from './from-store-leads.ts';
import { maxRowBytes, refused, type SourceRow } from './source-row.ts';

/**
 * The rows of a Store Leads CSV export. Keeps one row in memory. A row with fewer or more values than the header has
 * no store; where quotes are broken no row behind them can be trusted, so that ends the reading.
 * @throws AppError `catalog_file_unreadable` for a header that is no export's, and for broken quotes; and what the
 * source throws.
 */
export async function* csvRows(source: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maxRowBytes,
  });
  const end = { byte: newline };
  const bytes = Readable.from(watched(source, end));
  // `pipe` does not hand errors on.
  bytes.on('error', (error) => parser.destroy(error)).pipe(parser);
  let header: string[] | undefined;
  let before: SourceRow | undefined;
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>) {
      if (before) yield before;
      if (header === undefined) header = readHeader(record);
      else before = rowOf(header, record, info.lines);
    }
    // Cut off within the last value of a row, a file looks whole but for the end of its last line.
    if (before) yield { ...before, cutOff: before.cutOff || end.byte !== newline };
  } catch (error) {
    throw error instanceof CsvError ? unreadable(reasonOf(error)) : error;
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  if (header === undefined) throw unreadable('there is nothing in it');
}

const newline = 10;

/** Hands bytes on and notes the last one. */
async function* watched(
  source: AsyncIterable<Uint8Array>,
  end: { byte: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    end.byte = chunk.at(-1) ?? end.byte;
    yield chunk;
  }
}

function rowOf(header: readonly string[], cells: readonly string[], line: number): SourceRow {
  if (cells.length < header.length) return refused(line, 'fewer values than columns', true);
  if (cells.length > header.length) return refused(line, 'more values than columns', false);
  const size = cells.reduce((sum, cell) => sum + cell.length, 0);
  return { line, size, read: fromStoreLeads(csvDomain(header, cells)), cutOff: false };
}

function readHeader(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim().toLowerCase());
  const missing = requiredColumns.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw unreadable(`its first line is not that of a Store Leads export, which has ${missing.join(', ')}`);
  const twice = header.find((column, at) => column !== '' && header.indexOf(column) !== at);
  if (twice !== undefined) throw unreadable('a column is in its first line twice');
  return header;
}

function reasonOf({ code, lines }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'it is cut off: a quotation mark is left open at its end';
  if (code === 'CSV_MAX_RECORD_SIZE')
    return `a row near line ${lines} never ends: a quotation mark is left open`;
  return `the quotation marks near line ${lines} are damaged`;
}

function unreadable(reason: string): AppError {
  return new AppError({
    code: 'catalog_file_unreadable',
    status: 400,
    message: `Cannot read the file: ${reason}.`,
  });
}
