import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { RunStore } from './run.store.ts';
import type { Run } from './run.ts';
import { settleRun } from './run-turn.ts';

/**
 * Cancels a run: records under way are finished and counted, the rest is left. Cancelling what is over changes nothing.
 * @returns the run as it is now
 * @throws AppError `run_not_found` (404)
 */
export async function cancelRun(
  deps: { runs: RunStore; chunks: ChunkStore; clock: Clock },
  companyId: number,
  runId: string,
): Promise<Run> {
  const run = await deps.runs.get(companyId, runId);
  if (!run) throw runNotFound();
  const walk = run.phase === 'driving';
  await deps.runs.end(run, { state: 'cancelled' }, walk, deps.clock.now());
  const cancelled = (await deps.runs.get(companyId, runId)) ?? run;
  if (!cancelled.settled && cancelled.state === 'cancelled') await settleRun(deps, cancelled);
  return (await deps.runs.get(companyId, runId)) ?? cancelled;
}

/** What a caller hears about a run that is not theirs or not there. */
export function runNotFound(): AppError {
  return new AppError({
    code: 'run_not_found',
    status: 404,
    message: 'This run does not exist any more. Look at the list of runs.',
  });
}
