import type { Clock } from '../platform/clock.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { RunStore } from './run.store.ts';
import type { Run } from './run.ts';
import { settleRun } from './run-turn.ts';

/**
 * Ends a run, whatever it is doing or waiting for, because a newer one takes its place. Records under way are finished
 * and counted, by whichever process has them; the rest is left to the newer run. Changes nothing about a run that is over.
 */
export async function supersedeRun(
  deps: { runs: RunStore; chunks: ChunkStore; clock: Clock },
  run: Run,
): Promise<void> {
  await deps.runs.end(run, { state: 'superseded' }, false, deps.clock.now());
  // Read again: nobody can change the counters of its driver any more.
  const ended = await deps.runs.get(run.companyId, run.id);
  if (ended && !ended.settled && ended.state === 'superseded') await settleRun(deps, ended);
}
