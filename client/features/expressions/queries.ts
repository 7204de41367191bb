import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  type ExpressionDraft,
  expressionHelp,
  expressionReport,
} from '../../../server/mapping/calculated/expression.contract.ts';
import { mappingView } from '../../../server/mapping/mapping.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Names, functions and worked examples for the editor. Samples are from the company's own matches. */
export function useExpressionHelp() {
  const api = useApi();
  return useQuery({
    queryKey: ['expression-help'],
    queryFn: ({ signal }) => api.get('/api/expressions/help', expressionHelp, signal),
    staleTime: 5 * 60_000,
  });
}

/**
 * What the server says of an expression. An answer that is overtaken by another edit is given up, and the last one
 * stays on screen until the new one is there.
 */
export function useExpressionReport(draft: ExpressionDraft, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['expression-report', draft],
    queryFn: ({ signal }) => api.post('/api/expressions/check', expressionReport, draft, signal),
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** The mapping as saved. */
export function useMapping() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.mapping,
    queryFn: ({ signal }) => api.get('/api/mapping', mappingView, signal),
  });
}
