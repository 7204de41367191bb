import { z } from 'zod';

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

/** What of an organization can be undone, by run. */
export const undoOfRecord = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      until: z.string(),
      /** Keys of the sources whose fields were written. */
      sources: z.array(z.string()),
    }),
  ),
});
export type UndoOfRecord = z.infer<typeof undoOfRecord>;

/** Which run to undo in an organization; without `source` all its fields. */
export const undoWish = z.strictObject({
  runId: z.string().min(1).max(64),
  source: z.string().min(1).max(200).optional(),
});

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
 *   GET  /api/organizations/:id/undo   → undoOfRecord
 *   POST /api/organizations/:id/undo   undoWish → undoneRecord
 */
