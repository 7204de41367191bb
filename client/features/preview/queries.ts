import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { startedRun } from '../../../server/enrichment/enrichment.contract.ts';
import {
  type PreviewRequest,
  previewResult,
  writeCost,
} from '../../../server/enrichment/preview/preview.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/**
 * What would be written now. It costs tokens, so it is asked for once, and again only when somebody says so.
 * @param look another number reads the same records again
 */
export function usePreview(request: PreviewRequest, look: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...queryKeys.preview(request), look],
    queryFn: () => api.post('/api/preview', previewResult, request),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Starts the run that looks at everything and writes nothing. */
export function useStartPreviewAll() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/api/preview/all', startedRun),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.runs }),
  });
}

/** What writing what a preview run found would take; a run reads the same again. */
export function useWriteCost({ written, tokensUsed }: Pick<RunView, 'written' | 'tokensUsed'>) {
  const api = useApi();
  const tokens = written * tokensOfWrite + tokensUsed;
  return useQuery({
    queryKey: queryKeys.writeCost(written, tokens),
    queryFn: ({ signal }) =>
      api.get(`/api/preview/cost?records=${written}&tokens=${tokens}`, writeCost, signal),
  });
}

/** What Pipedrive takes for one update. */
const tokensOfWrite = 5;
