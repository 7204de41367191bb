import type { ChunkStore } from './chunk.store.ts';
import type { RunStore } from './run.store.ts';
import { addCounts, countsTotal, type Run } from './run.ts';
import type { RunView } from './runs.contract.ts';

/**
 * A run as screens show it. Whatever the moment, `planned` = written + unchanged + skipped + failed + remaining:
 * counters come from the run and the chunks not yet counted into it, and what is left is derived.
 */
export async function runViewOf(
  deps: { runs: RunStore; chunks: ChunkStore },
  run: Run,
  now: Date,
): Promise<RunView> {
  if (run.settled || run.phase === 'driving') return toRunView(run, now);
  const sums = await deps.chunks.sums(run, now);
  // Read again afterwards: a run that was settled meanwhile holds the sums itself, and its chunks are gone.
  const fresh = (await deps.runs.get(run.companyId, run.id)) ?? run;
  if (fresh.settled) return toRunView(fresh, now);
  const counters = addCounts(fresh.counters, sums.counters);
  const tokensUsed = fresh.tokensUsed + sums.tokensUsed;
  const planned = countsTotal(fresh.counters) + sums.planned;
  const { longestGapMs } = sums;
  return toRunView({ ...fresh, counters, tokensUsed, planned, longestGapMs }, now);
}

function toRunView(run: Run, now: Date): RunView {
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
    secondsLeft: run.state === 'running' ? secondsLeft(run, done, remaining, now) : null,
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    errorCode: run.errorCode,
    createdAt: run.createdAt.toISOString(),
    startedByUserId: run.createdByUserId,
  };
}

/** Seconds at the pace since the run (last) went on; null until there is a pace. */
function secondsLeft(run: Run, done: number, remaining: number | null, now: Date): number | null {
  if (remaining === null || !run.pace) return null;
  const seconds = (now.getTime() - run.pace.since.getTime()) / 1000;
  const records = done - run.pace.done;
  return records > 0 && seconds > 0 ? Math.ceil((remaining * seconds) / records) : null;
}
