import { z } from 'zod';
import { runKind } from '../runs/runs.contract.ts';

/** What was done to one organization and why, newest first; keys and codes, never a value. */
export const recordHistory = z.object({
  /** Anything but `ok` comes without entries. */
  recordState: z.enum(['ok', 'deleted', 'no_access', 'budget_exhausted', 'no_organization']),
  /** How long entries are kept. */
  keptDays: z.number(),
  entries: z.array(
    z.object({
      at: z.string(),
      cause: z.enum(['run', 'button', 'event', 'undo']),
      /** Null: it was no run, or its run is not kept any more. */
      runKind: runKind.nullable(),
      runId: z.string().nullable(),
      outcome: z.enum(['written', 'unchanged', 'skipped', 'failed']),
      code: z.string().nullable(),
      /** Label, or code, of the field a failure was about. */
      field: z.string().nullable(),
      /** Labels of the fields that were written. */
      fields: z.array(z.string()),
      notes: z.array(z.object({ field: z.string(), code: z.string(), detail: z.string().nullable() })),
    }),
  ),
});
export type RecordHistory = z.infer<typeof recordHistory>;

/** Records that failed for so long that runs leave them alone, by id, a hundred at a time. */
export const deadLetters = z.object({
  /** So many days a record is tried again. */
  afterDays: z.number(),
  /** How many there are. */
  dead: z.number(),
  /** How many records failed last and are still tried again. */
  retried: z.number(),
  records: z.array(
    z.object({
      organizationId: z.number(),
      /** When it began to fail, and when it was tried last. */
      since: z.string(),
      at: z.string().nullable(),
      code: z.string().nullable(),
    }),
  ),
  /** What to give as `after` for the next ones; null: these are the last. */
  next: z.number().nullable(),
});
export type DeadLetters = z.infer<typeof deadLetters>;

/** Records that wait for a person; at most a hundred of each. */
export const attention = z.object({
  /** Merged from organizations with different stores, of which the website names neither. */
  merged: z.array(z.number()),
  /** Fields that something in Pipedrive kept changing back, so that they are left alone until the next run. */
  fights: z.array(
    z.object({
      organizationId: z.number(),
      /** Labels of the fields. */
      fields: z.array(z.string()),
      /** Since when they are left alone. */
      since: z.string(),
    }),
  ),
  /** True where there may be more. */
  more: z.boolean(),
});
export type Attention = z.infer<typeof attention>;

const ids = z.array(z.number().int().positive().max(Number.MAX_SAFE_INTEGER)).min(1).max(100);

/** Which records to try again; without it all that failed. */
export const retryWish = z.strictObject({ organizationIds: ids.optional() });

export const namesWish = z.strictObject({ ids });
/** Names as the caller may see them now, by id; others are left out. */
export const organizationNames = z.object({ names: z.record(z.string(), z.string()) });

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET  /api/organizations/:id/history   → recordHistory
 *   POST /api/organizations/names         namesWish → organizationNames (at most 10 tokens)
 *   GET  /api/attention                  → attention
 *   GET  /api/dead-letters?after=         → deadLetters
 *   POST /api/dead-letters/retry          retryWish → startedRun
 *   POST /api/runs/:id/retry              retryWish → startedRun
 */
