import { z } from 'zod';

/**
 * What a piece of bulk work is. `preview`: "Enrich all" up to the point of writing. `weekly`: brings a release. `repair`:
 * reads again what changed while no events came. `retry`: takes up records that failed. `signals`: tells by notes what a
 * release changed. `undo`: takes back what a run wrote.
 */
export const runKind = z.enum([
  'scan',
  'enrich_all',
  'preview',
  'weekly',
  'repair',
  'retry',
  'signals',
  'undo',
]);
export type RunKind = z.infer<typeof runKind>;

const runState = z.enum([
  'queued',
  'running',
  'paused',
  'done',
  'done_with_errors',
  'cancelled',
  'failed',
  'superseded',
]);
export type RunState = z.infer<typeof runState>;

/** Why a run waits. */
const pauseReason = z.enum(['budget', 'connection', 'person', 'plan', 'automatic_off', 'quiet_hours']);
export type PauseReason = z.infer<typeof pauseReason>;

/** Counters balance: planned = written + unchanged + skipped + failed + remaining. Reasons are codes, never texts. */
export const runView = z.object({
  id: z.string(),
  kind: runKind,
  /** Number of the release a weekly run brings; null for any other run. */
  release: z.number().nullable().default(null),
  state: runState,
  pauseReason: pauseReason.nullable(),
  /** ISO time at which a paused run goes on by itself, where that is known. */
  resumesAt: z.string().nullable(),
  planned: z.number().nullable(),
  /** True while `planned` is only estimated (lists have no total): say "about". */
  plannedIsEstimate: z.boolean(),
  written: z.number(),
  unchanged: z.number(),
  skipped: z.record(z.string(), z.number()),
  failed: z.record(z.string(), z.number()),
  /** Previews only: how many records each source would be written to. */
  fieldsToWrite: z.record(z.string(), z.number()).default({}),
  /** By code, how many values were cut or left out, failed calculations among them; these are no records. */
  notes: z.record(z.string(), z.number()).default({}),
  /** Longest time between reading a record and writing to it, in milliseconds; null: nothing hung on a read. */
  longestGapMs: z.number().nullable().default(null),
  remaining: z.number().nullable(),
  tokensUsed: z.number(),
  secondsLeft: z.number().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Code of what ended a failed run. */
  errorCode: z.string().nullable(),
  createdAt: z.string().default(''),
  /** Who started it; 0: it came by itself. */
  startedByUserId: z.number().default(0),
});
export type RunView = z.infer<typeof runView>;

/** Values of a run that were cut or left out, at most 200; `detail`: the code of a calculation that failed. */
export const runNotes = z.object({
  notes: z.array(
    z.object({
      organizationId: z.number(),
      source: z.string(),
      code: z.string(),
      detail: z.string().nullable(),
    }),
  ),
});
export type RunNotes = z.infer<typeof runNotes>;

export const runList = z.object({ runs: z.array(runView) });

/** `noted`: something of the record was cut or left out, whatever became of the rest. */
export const runRecordsQuery = z.object({
  outcome: z.enum(['written', 'failed', 'skipped', 'noted']).default('failed'),
  /** Records with a higher id; what the answer before gave as `next`. */
  after: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
});
export type RunRecordsQuery = z.infer<typeof runRecordsQuery>;

/** Single records of a run with what became of them; `field`: code of the field a failure was about. */
export const runRecords = z.object({
  records: z.array(
    z.object({
      organizationId: z.number(),
      at: z.string(),
      outcome: z.enum(['written', 'unchanged', 'skipped', 'failed']),
      code: z.string().nullable(),
      field: z.string().nullable(),
      /** Sources whose fields were written. */
      sources: z.array(z.string()),
      notes: z.array(z.object({ source: z.string(), code: z.string(), detail: z.string().nullable() })),
    }),
  ),
  /** What to give as `after` for the next ones; null: these are the last. */
  next: z.number().nullable(),
});
export type RunRecords = z.infer<typeof runRecords>;
