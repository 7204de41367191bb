import { useQuery } from '@tanstack/react-query';
import { signalsPreview } from '../../../server/signals/signals.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** What the saved rules would have come to with the release in use; `version` is that of the rules. */
export function useSignalsPreview(version: number, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.signalsPreview(version),
    queryFn: ({ signal }) => api.get('/api/signals/preview', signalsPreview, signal),
    enabled,
  });
}
