import { useQuery } from '@tanstack/react-query';
import { currentRelease } from '../../../server/releases/releases.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** The store data in use; null before there is any. */
export function useCurrentRelease() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.currentRelease,
    queryFn: async ({ signal }) => (await api.get('/api/releases/current', currentRelease, signal)).release,
  });
}
