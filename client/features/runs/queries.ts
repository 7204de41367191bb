import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import { type RunView, runList, runNotes } from '../../../server/runs/runs.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';
import { isMoving } from '../../ui/run-words.ts';

/** Milliseconds between looks at a run that moves, and at one that waits for a reset or a person. */
const movingEvery = 1_000;
const waitingEvery = 15_000;

/** The latest runs, newest first; looked at again while one of them is under way and left alone otherwise. */
export function useRuns() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.runs,
    queryFn: async ({ signal }) => (await api.get('/api/runs', runList, signal)).runs,
    refetchInterval: ({ state }) => lookAgainIn(state.data ?? []),
  });
}

/** What a run cut or left out, by record; it does not change once the run has ended. */
export function useRunNotes(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.runNotes(id),
    queryFn: ({ signal }) => api.get(`/api/runs/${encodeURIComponent(id)}/notes`, runNotes, signal),
    gcTime: 0,
  });
}

/** Lets a run wait or go on, or stops it; what it has done stays done. */
export function useChangeRun() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: { id: string; action: 'pause' | 'resume' | 'cancel' }) =>
      api.post(`/api/runs/${encodeURIComponent(id)}/${action}`, startedRun),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}

/** Milliseconds until the next look, or false when nothing is under way. */
export function lookAgainIn(runs: RunView[]): number | false {
  if (runs.some(isMoving)) return movingEvery;
  return runs.some(({ state }) => state === 'paused') ? waitingEvery : false;
}
