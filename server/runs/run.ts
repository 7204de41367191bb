import type { PauseReason, RunKind, RunState } from './runs.contract.ts';

/** What became of records. Keys of `skipped` and `failed` are reason codes. */
export type Counters = {
  written: number;
  unchanged: number;
  skipped: Record<string, number>;
  failed: Record<string, number>;
  /** By code, how many values were cut or left out; counts no records. */
  notes?: Record<string, number>;
  /** Previews only: by source, how many records it would be written to. */
  fieldsToWrite?: Record<string, number>;
};

/** A piece of bulk work as it is kept. */
export type Run = {
  id: string;
  companyId: number;
  epoch: string;
  kind: RunKind;
  state: RunState;
  pauseReason: PauseReason | null;
  resumesAt: Date | null;
  /** `driving`: one process walks or plans. `chunks`: any number of processes take chunks. */
  phase: 'driving' | 'chunks';
  /** Who drives, and until when without a sign of life. */
  driver: { token: string; until: Date } | null;
  planned: number | null;
  plannedIsEstimate: boolean;
  /** Final once `settled`; before that, chunks add to it: what is in here was counted by the driver. */
  counters: Counters;
  tokensUsed: number;
  /**
   * Enriching only: how the live records are learned that careful rules ask for. `blocks`: some at a time, right before
   * they are written. `pages`: a walk over the whole company comes first; `walked`: it is done. Null: not decided yet.
   */
  reading: 'blocks' | 'pages' | 'walked' | null;
  /** Longest time between reading a record and writing to it, in milliseconds; null while there was none. */
  longestGapMs: number | null;
  /** Cursor of the next page of a walk; may have died. */
  cursor: string | null;
  /** Highest organization id whose page is safely written. */
  highWater: number;
  /** Runs of a release only: highest organization id that is looked at and, where it is due, in a chunk. */
  lookedTo: number;
  /** Unexpected failures since the last checkpoint. */
  failures: number;
  /** False while something may still be added to the counters. */
  settled: boolean;
  /** Number of the release that a run of one brings to the records; null for any other run. */
  release: number | null;
  /** The run whose records this one takes up again or takes back; null for any other run. */
  ofRunId: string | null;
  /** The organizations it is about, at most a hundred; null: all that its kind is about. */
  only: number[] | null;
  /** 0: nobody asked for it, it came by itself. */
  createdByUserId: number;
  createdAt: Date;
  startedAt: Date | null;
  /** Moment and count from which the pace is measured; moves when a paused run goes on. */
  pace: { since: Date; done: number } | null;
  finishedAt: Date | null;
  errorCode: string | null;
};

/** Progress of a driver; what is given is saved in one write. */
export type RunProgress = Partial<
  Pick<
    Run,
    | 'cursor'
    | 'highWater'
    | 'lookedTo'
    | 'counters'
    | 'planned'
    | 'plannedIsEstimate'
    | 'tokensUsed'
    | 'phase'
    | 'reading'
    | 'pace'
  >
>;

/** Counters with nothing in them. */
export const noCounts = (): Counters => ({ written: 0, unchanged: 0, skipped: {}, failed: {} });

/** Sum of two counters; neither is changed. */
export function addCounts(a: Counters, b: Counters): Counters {
  const sum: Counters = {
    written: a.written + b.written,
    unchanged: a.unchanged + b.unchanged,
    skipped: addReasons(a.skipped, b.skipped),
    failed: addReasons(a.failed, b.failed),
  };
  if (a.notes || b.notes) sum.notes = addReasons(a.notes ?? {}, b.notes ?? {});
  if (a.fieldsToWrite || b.fieldsToWrite)
    sum.fieldsToWrite = addReasons(a.fieldsToWrite ?? {}, b.fieldsToWrite ?? {});
  return sum;
}

/** Counts one record, in place. `reason` is the code of a skip or failure. */
export function countRecord(
  counts: Counters,
  outcome: Exclude<keyof Counters, 'fieldsToWrite' | 'notes'>,
  reason = 'other',
): void {
  if (outcome === 'written' || outcome === 'unchanged') counts[outcome]++;
  else counts[outcome][reason] = (counts[outcome][reason] ?? 0) + 1;
}

/** Counts what was cut or left out of one record, in place. */
export function countNotes(counts: Counters, notes: readonly { code: string }[]): void {
  if (notes.length === 0) return;
  counts.notes ??= {};
  for (const { code } of notes) counts.notes[code] = (counts.notes[code] ?? 0) + 1;
}

/** The longer of two times; null is no time at all. */
export function longer(a: number | null | undefined, b: number | null | undefined): number | null {
  return a == null ? (b ?? null) : Math.max(a, b ?? 0);
}

/** Counts a record that would be written, in place, with the sources whose fields would be. */
export function countPlanned(counts: Counters, sources: readonly string[]): void {
  counts.written++;
  counts.fieldsToWrite ??= {};
  for (const source of sources) counts.fieldsToWrite[source] = (counts.fieldsToWrite[source] ?? 0) + 1;
}

/** How many records the counters speak of. */
export function countsTotal(counts: Counters): number {
  return counts.written + counts.unchanged + total(counts.skipped) + total(counts.failed);
}

/** True when at least one record failed. */
export function hasFailures(counts: Counters): boolean {
  return total(counts.failed) > 0;
}

const total = (reasons: Record<string, number>) => Object.values(reasons).reduce((sum, n) => sum + n, 0);

function addReasons(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [reason, n] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + n;
  return sum;
}
