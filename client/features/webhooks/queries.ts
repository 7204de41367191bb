import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { webhooksView } from '../../../server/inbox/webhooks.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

const minute = 60_000;
const soon = 5000;

/** How changes in Pipedrive reach the app; looked at more often while something is being made good. */
export function useWebhooks() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.webhooks,
    queryFn: ({ signal }) => api.get('/api/webhooks', webhooksView, signal),
    refetchInterval: ({ state }) => (state.data && isMending(state.data.health) ? soon : minute),
  });
}

const isMending = (health: string) => ['none', 'gone', 'gap', 'behind'].includes(health);

/** Has the server look at Pipedrive now, or try events again that were given up. */
export function useWebhookAction(path: '/api/webhooks/check' | '/api/webhooks/retry-dead') {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post(path, webhooksView),
    onSuccess: (view) => cache.setQueryData(queryKeys.webhooks, view),
  });
}
