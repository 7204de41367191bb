import type { Base } from '../platform/deps.ts';
import { isAppError } from '../platform/errors.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { RunStore } from './run.store.ts';
import { addCounts, countsTotal, hasFailures, type Run } from './run.ts';
import { HandedBack, RunPause, type RunWork } from './run-work.ts';
import type { RunKind } from './runs.contract.ts';
import type { Slots } from './slots.ts';

/** What a turn at a run needs. */
export type TurnDeps = Base & {
  runs: RunStore;
  chunks: ChunkStore;
  /** A kind that is missing here is left to processes that know it. */
  work: Partial<Record<RunKind, RunWork>>;
  slots: Slots;
  leaseMs: number;
  /** Makes claim tokens. */
  randomId(): string;
};

const patience = 5;

/**
 * Ends a run whose work is done, and writes the final counters of one that is over, once nobody works on it.
 * Safe to call at any time and from several processes.
 */
export async function settleRun(deps: Pick<TurnDeps, 'runs' | 'chunks' | 'clock'>, run: Run): Promise<void> {
  const now = deps.clock.now();
  const sums = await deps.chunks.sums(run, now);
  const counters = addCounts(run.counters, sums.counters);
  const totals = {
    counters,
    // Ended while it was still being planned: nobody knows better how many there are.
    planned: run.phase === 'driving' ? run.planned : countsTotal(run.counters) + sums.planned,
    tokensUsed: run.tokensUsed + sums.tokensUsed,
    longestGapMs: sums.longestGapMs,
  };
  const going = run.state === 'queued' || run.state === 'running';
  if (going) {
    if (sums.unfinished > 0) return;
    const state = hasFailures(counters) ? 'done_with_errors' : 'done';
    if (!(await deps.runs.end(run, { state, ...totals }, true, now))) return;
  } else {
    if (sums.claimed > 0) return;
    await deps.runs.settle(run, totals);
  }
  await deps.chunks.removeOf(run);
}

/**
 * Decides what becomes of a run whose work threw: it waits, fails, or is tried again at the next turn.
 * What ended because of `signal` is no failure.
 */
export async function afterFailure(
  deps: TurnDeps,
  run: Run,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (error instanceof RunPause) return deps.runs.pause(run, error.reason, error.resumesAt);
  if (signal.aborted || error instanceof HandedBack || isAppError(error, 'lease_lost')) return;
  const code = isAppError(error) ? error.code : 'unexpected_error';
  deps.log.warn(
    { companyId: run.companyId, runId: run.id, code, error: nameOf(error) },
    'a run was interrupted',
  );
  const failures = await deps.runs.noteFailure(run);
  const hopeless = isAppError(error) && !error.retry;
  if (!hopeless && failures < patience) return;
  const settled = run.phase === 'driving';
  await deps.runs.end(run, { state: 'failed', errorCode: code }, settled, deps.clock.now());
}

/** Names only: the text of a foreign error may hold what must not be logged. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
