import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { attention, deadLetters, organizationNames } from '../../../server/enrichment/activity.contract.ts';
import { startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import { type RunRecordsQuery, runRecords } from '../../../server/runs/runs.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Single records of a run by what became of them, a hundred at a time. */
export function useRunRecords(id: string, outcome: RunRecordsQuery['outcome']) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: queryKeys.runRecords(id, outcome),
    queryFn: ({ signal, pageParam }) =>
      api.get(
        `/api/runs/${encodeURIComponent(id)}/records?outcome=${outcome}&after=${pageParam}`,
        runRecords,
        signal,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    gcTime: 0,
  });
}

/** Records that failed for so long that runs leave them alone, a hundred at a time. */
export function useDeadLetters() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: queryKeys.deadLetters,
    queryFn: ({ signal, pageParam }) => api.get(`/api/dead-letters?after=${pageParam}`, deadLetters, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
}

/** Records that wait for a person. */
export function useAttention() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.attention,
    queryFn: ({ signal }) => api.get('/api/attention', attention, signal),
  });
}

/** Takes up failed records again: all of a place (a run, or the dead letters), or one. */
export function useRetry(place: string) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (organizationId: number | null) =>
      api.post(
        `/api/${place}/retry`,
        startedRun,
        organizationId === null ? {} : { organizationIds: [organizationId] },
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}

/** Names of organizations as the viewer may see them now; asked for only when somebody wants them. */
export function useNames(ids: number[], wanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.organizationNames(ids),
    queryFn: async ({ signal }) =>
      (await api.post('/api/organizations/names', organizationNames, { ids }, signal)).names,
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
