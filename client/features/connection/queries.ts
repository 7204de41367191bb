import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  connectionPeople,
  type StandbyChange,
  settingsView,
} from '../../../server/install/install.contract.ts';
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

/** Names of connected users, as far as the person looking may see them in Pipedrive; read once, kept nowhere else. */
export function usePeople(): ReadonlyMap<number, string> {
  const api = useApi();
  const { data } = useQuery({
    queryKey: queryKeys.connectionPeople,
    queryFn: ({ signal }) => api.get('/api/connections/people', connectionPeople, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return new Map(data?.people.map(({ userId, name }) => [userId, name]));
}

/** Chooses who takes over when the access that does automatic work ends. */
export function useChooseStandby() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (choice: StandbyChange) => api.put('/api/connections/standby', settingsView, choice),
    onSuccess: (settings) => cache.setQueryData(queryKeys.settings, settings),
    onError: () => cache.invalidateQueries({ queryKey: queryKeys.settings }),
  });
}
