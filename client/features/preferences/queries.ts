import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Preferences, preferencesView } from '../../../server/install/preferences.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** What was chosen about work that nobody starts. */
export function usePreferences() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.preferences,
    queryFn: ({ signal }) => api.get('/api/preferences', preferencesView, signal),
  });
}

/** Saves a change of it, over the version that is on screen. */
export function useSavePreferences() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (save: { version: number; change: Partial<Preferences> }) =>
      api.put('/api/preferences', preferencesView, save),
    onSuccess: (saved) => cache.setQueryData(queryKeys.preferences, saved),
    onError: () => cache.invalidateQueries({ queryKey: queryKeys.preferences }),
  });
}
