import type { Clock } from '../platform/clock.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { HistoryStore } from './history.store.ts';
import { historyDays, runDays } from './kept.ts';
import type { OldRunStore } from './old-run.store.ts';

const day = 86_400_000;

/**
 * Removes what is kept for a time only: the history of records, and runs that are over. Done by ourselves, as not every
 * database we run on lets rows go when their time has come; chunks of a run go when it is settled, those a crash has left
 * behind go here.
 */
export async function tidyRuns(deps: {
  history: Pick<HistoryStore, 'dangerousRemoveBeforeAcrossCompanies'>;
  oldRuns: OldRunStore;
  chunks: Pick<ChunkStore, 'dangerousRunIdsAcrossCompanies' | 'dangerousRemoveOfAcrossCompanies'>;
  /** Lets others remove what they keep for a time. */
  also?(now: Date): Promise<void>;
  clock: Clock;
}): Promise<void> {
  const now = deps.clock.now().getTime();
  await deps.history.dangerousRemoveBeforeAcrossCompanies(new Date(now - historyDays * day));
  await deps.also?.(new Date(now));
  await deps.oldRuns.dangerousRemoveOverAcrossCompanies(new Date(now - runDays * day));
  // Chunks are only a day old or more where a run is long or something went wrong.
  for (const runId of await deps.chunks.dangerousRunIdsAcrossCompanies(new Date(now - day)))
    if (await deps.oldRuns.dangerousIsSettledAcrossCompanies(runId))
      await deps.chunks.dangerousRemoveOfAcrossCompanies(runId);
}
