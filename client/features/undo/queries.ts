import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import { type UndoWish, undoneRecord, undoOfRecord, undoOfRun } from '../../../server/undo/undo.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** What undoing a run would take; asked anew each time somebody considers it. */
export function useUndoOfRun(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.undoOfRun(id),
    queryFn: ({ signal }) => api.get(`/api/runs/${encodeURIComponent(id)}/undo`, undoOfRun, signal),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Starts the run that undoes another. */
export function useStartUndo(id: string) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post(`/api/runs/${encodeURIComponent(id)}/undo`, startedRun),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}

/** What can be undone in one organization. */
export function useUndoOfRecord(organizationId: number) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.undoOfRecord(organizationId),
    queryFn: ({ signal }) => api.get(`/api/organizations/${organizationId}/undo`, undoOfRecord, signal),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Undoes in one organization what a run or a click did, or one field of it. */
export function useUndoRecord(organizationId: number) {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (wish: UndoWish) => api.post(`/api/organizations/${organizationId}/undo`, undoneRecord, wish),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: queryKeys.undoOfRecord(organizationId) });
      await cache.invalidateQueries({ queryKey: queryKeys.recordHistory(organizationId) });
    },
  });
}
