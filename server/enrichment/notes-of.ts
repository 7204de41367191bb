import type { Diff } from '../mapping/diff/diff.ts';
import type { RecordNote } from '../runs/history.ts';

/** What was cut or left out of a record, as it is kept: keys and codes, never a value. */
export function notesOf({ notes }: Pick<Diff, 'notes'>): RecordNote[] {
  return notes.map(({ source, note, detail }) => ({
    source,
    code: note,
    ...(detail !== undefined && { detail }),
  }));
}
