import { useMutation, useQueryClient } from '@tanstack/react-query';
import { startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Starts a scan of all organizations. */
export function useStartScan() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/scans', startedRun),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}
