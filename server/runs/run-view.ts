import type { WorkLeft } from '../pipedrive/forecast.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { RunStore } from './run.store.ts';
import { addCounts, countsTotal, type Run } from './run.ts';
import type { RunView } from './runs.contract.ts';

/**
 * Seconds until a run's work is done, its waits for tokens and quiet hours included. `recordsPerSecond` null: the run has
 * only just gone on, or waits.
 */
export type TimeLeft = (
  run: Run,
  left: Omit<WorkLeft, 'recordsPerSecond'> & { recordsPerSecond: number | null },
) => Promise<number>;

type Deps = {
  runs: RunStore;
  chunks: ChunkStore;
  /** Left out: by the pace alone. */
  timeLeft?: TimeLeft;
};

/**
 * A run as screens show it. Whatever the moment, `planned` = written + unchanged + skipped + failed + remaining:
 * counters come from the run and the chunks not yet counted into it, and what is left is derived.
 */
export async function runViewOf(deps: Deps, run: Run, now: Date): Promise<RunView> {
  const whole = await withChunks(deps, run, now);
  return toRunView(whole, await secondsLeft(deps, whole, now));
}

async function withChunks(deps: Deps, run: Run, now: Date): Promise<Run> {
  if (run.settled || run.phase === 'driving') return run;
  const sums = await deps.chunks.sums(run, now);
  // Read again afterwards: a run that was settled meanwhile holds the sums itself, and its chunks are gone.
  const fresh = (await deps.runs.get(run.companyId, run.id)) ?? run;
  if (fresh.settled) return fresh;
  const counters = addCounts(fresh.counters, sums.counters);
  const tokensUsed = fresh.tokensUsed + sums.tokensUsed;
  const planned = countsTotal(fresh.counters) + sums.planned;
  const { longestGapMs } = sums;
  return { ...fresh, counters, tokensUsed, planned, longestGapMs };
}

function toRunView(run: Run, secondsLeft: number | null): RunView {
  const done = countsTotal(run.counters);
  const remaining = run.planned === null ? null : Math.max(0, run.planned - done);
  return {
    id: run.id,
    kind: run.kind,
    release: run.release,
    state: run.state,
    pauseReason: run.pauseReason,
    resumesAt: run.resumesAt?.toISOString() ?? null,
    planned: remaining === null ? null : done + remaining,
    plannedIsEstimate: run.plannedIsEstimate,
    ...run.counters,
    fieldsToWrite: run.counters.fieldsToWrite ?? {},
    notes: run.counters.notes ?? {},
    longestGapMs: run.longestGapMs ?? null,
    remaining,
    tokensUsed: run.tokensUsed,
    secondsLeft,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    errorCode: run.errorCode,
    createdAt: run.createdAt.toISOString(),
    startedByUserId: run.createdByUserId,
  };
}

/** Null while there is nothing to go by: no total, nothing done yet, or a wait whose end hangs on people. */
async function secondsLeft({ timeLeft }: Deps, run: Run, now: Date): Promise<number | null> {
  const done = countsTotal(run.counters);
  const waits = run.state === 'paused' && run.resumesAt !== null;
  if (run.planned === null || !(run.state === 'running' || waits)) return null;
  const records = Math.max(0, run.planned - done);
  const recordsPerSecond = waits ? null : paceOf(run, done, now);
  if (timeLeft && done > 0) {
    const tokensPerRecord = run.tokensUsed / done;
    return timeLeft(run, { records, tokensPerRecord, recordsPerSecond });
  }
  return recordsPerSecond === null ? null : Math.ceil(records / recordsPerSecond);
}

/** Records a second since the run (last) went on; null until there is a pace. */
function paceOf({ pace }: Run, done: number, now: Date): number | null {
  if (!pace) return null;
  const seconds = (now.getTime() - pace.since.getTime()) / 1000;
  const records = done - pace.done;
  return records > 0 && seconds > 0 ? records / seconds : null;
}
