import type { KeyRing } from '../platform/crypto.ts';
import { openValue } from './keep-values.ts';
import type { KeptRow } from './kept-value.ts';
import type { Replacement } from './plan-undo.ts';
import type { UndoValueStore } from './undo-values.store.ts';

/** What rows of a record say field by field, opened. */
export function replacementsOf(keys: KeyRing, rows: readonly KeptRow[]): Replacement[] {
  return rows.flatMap((row) =>
    row.fields.map((field) => ({
      ...{ rowId: row.id, runId: row.runId, settled: row.settled },
      ...{ source: field.source, code: field.code },
      value: openValue(keys, row, field),
      tags: field.held ? [field.sent, field.held] : [field.sent],
    })),
  );
}

/** Removes from rows the fields that are put back: there is nothing to undo in them any more. */
export async function forgetPassed(
  undoValues: UndoValueStore,
  rows: readonly KeptRow[],
  done: readonly { code: string; passed: readonly string[] }[],
): Promise<void> {
  for (const row of rows) {
    const fields = row.fields.filter(
      ({ code }) => !done.some((each) => each.code === code && each.passed.includes(row.id)),
    );
    if (fields.length < row.fields.length) await undoValues.saveFields(row, row.id, fields, row.settled);
  }
}
