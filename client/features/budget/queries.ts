import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type BudgetChange, budgetView } from '../../../server/install/budget.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

const minute = 60_000;

/** The company's API tokens of today. */
export function useBudget() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.budget,
    queryFn: ({ signal }) => api.get('/api/budget', budgetView, signal),
    refetchInterval: minute,
  });
}

/** Sets our share of them. What waits for tokens looks again, and every estimate changes. */
export function useSetShare() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: BudgetChange) => api.put('/api/budget', budgetView, change),
    onSuccess: (view) => {
      cache.setQueryData(queryKeys.budget, view);
      void cache.invalidateQueries({ queryKey: queryKeys.runs });
      void cache.invalidateQueries({ queryKey: queryKeys.enrichAllEstimate });
    },
    onError: () => cache.invalidateQueries({ queryKey: queryKeys.budget }),
  });
}
