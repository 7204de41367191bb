import { z } from 'zod';
import { recordHistory } from '../enrichment/activity.contract.ts';
import { runKind } from '../runs/runs.contract.ts';

/** What undoing a run would take. */
export const undoOfRun = z.object({
  /** About how many records hold something that can be undone; 0: nothing is kept of it. */
  records: z.number(),
  /** At most. */
  tokens: z.number(),
  seconds: z.number(),
  /** From then on less can be undone; null: nothing is kept. */
  until: z.string().nullable(),
});
export type UndoOfRun = z.infer<typeof undoOfRun>;

/** What can be undone in an organization, newest first: what runs did, and single attempts such as clicks. */
export const undoOfRecord = z.object({
  attempts: z.array(
    z.object({
      /** One of the two says which it is. */
      runId: z.string().nullable(),
      attemptId: z.string().nullable(),
      cause: recordHistory.shape.entries.element.shape.cause,
      /** Null: it was no run, or its run is not kept any more. */
      runKind: runKind.nullable(),
      at: z.string(),
      /** When what was replaced is forgotten. */
      until: z.string(),
      /** The fields that were written, as keys of their sources with their labels. */
      fields: z.array(z.object({ source: z.string(), label: z.string() })),
    }),
  ),
});
export type UndoOfRecord = z.infer<typeof undoOfRecord>;

const source = z.string().min(1).max(200).optional();

/** What to undo in an organization; without `source` all its fields. */
export const undoWish = z.union([
  z.strictObject({ runId: z.string().min(1).max(64), source }),
  z.strictObject({ attemptId: z.string().min(1).max(100), source }),
]);
export type UndoWish = z.infer<typeof undoWish>;

/** Which fields got their value back, and why others did not. */
export const undoneRecord = z.object({
  outcome: z.enum(['written', 'unchanged', 'skipped', 'failed']),
  code: z.string().nullable(),
  back: z.array(z.string()),
  left: z.array(z.object({ source: z.string(), reason: z.string() })),
});
export type UndoneRecord = z.infer<typeof undoneRecord>;

/*
 * Routes (all need `Authorization: Bearer <signed token>` of an admin or the account's owner):
 *   GET  /api/runs/:id/undo            → undoOfRun
 *   POST /api/runs/:id/undo            → startedRun
 *   GET  /api/organizations/:id/undo   → undoOfRecord; without attempts for everybody else
 *   POST /api/organizations/:id/undo   undoWish → undoneRecord
 */
