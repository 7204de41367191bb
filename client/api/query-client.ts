import { QueryClient } from '@tanstack/react-query';
import { toApiError } from './api-error.ts';

/**
 * Reading a record costs the customer Pipedrive tokens, so nothing is read again only because a window got focus,
 * and a call is repeated only where the server says that this can help.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 1 && toApiError(error).retry,
        retryDelay: 1_000,
      },
      mutations: { retry: false },
    },
  });
}
