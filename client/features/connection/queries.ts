import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { settingsView } from '../../../server/install/install.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** The installation: plan, connections, website field. */
export function useSettings() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: ({ signal }) => api.get('/api/settings', settingsView, signal),
  });
}

/** Makes the caller's connection the one that all automatic work uses. */
export function usePromote() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/connections/promote', settingsView),
    onSuccess: (settings) => {
      cache.setQueryData(queryKeys.settings, settings);
      void cache.invalidateQueries({ queryKey: queryKeys.runs });
    },
  });
}
