import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { enrichAllEstimate, startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** What enriching everything would take; asked anew each time somebody considers it. */
export function useEstimate(wanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.enrichAllEstimate,
    queryFn: ({ signal }) => api.get('/api/enrich-all/estimate', enrichAllEstimate, signal),
    enabled: wanted,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Starts the run. */
export function useStartEnrichAll() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/enrich-all', startedRun),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}
