import { fromStoreLeads } from './from-store-leads.ts';
import { readLines } from './read-lines.ts';

/** A row of a file: where it stands, how large it is, and the store in it or why there is none. */
export type SourceRow = {
  line: number;
  size: number;
  read: ReturnType<typeof fromStoreLeads>;
  /** True where the row looks as a row does behind which the file was cut off. */
  cutOff: boolean;
};

/** Real records have some kilobytes; the largest with all apps a few hundred. MongoDB's own limit is 16 MB. */
export const maxRowBytes = 4 * 1024 * 1024;

/** The rows of JSON Lines in the shape of the Store Leads API. Keeps one line in memory. */
export async function* jsonRows(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<SourceRow> {
  for await (const { number: line, text } of readLines(source, maxRowBytes)) {
    if (text === null) {
      yield refused(line, `longer than ${maxRowBytes / 1024 / 1024} MB`, false);
    } else if (text.trim() !== '') {
      const row = parse(text);
      if (row === undefined) yield refused(line, 'not JSON, or cut off', true);
      else yield { line, size: text.length, read: fromStoreLeads(row), cutOff: false };
    }
  }
}

/** A row without a store. */
export function refused(line: number, reason: string, cutOff: boolean): SourceRow {
  return { line, size: 0, read: { ok: false, reason }, cutOff };
}

/** Undefined is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
