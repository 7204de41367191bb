import { useQuery } from '@tanstack/react-query';
import { mappingView } from '../../../server/mapping/mapping.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** The mapping as saved, with every source and where it stands in this company. */
export function useMapping() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.mapping,
    queryFn: ({ signal }) => api.get('/api/mapping', mappingView, signal),
  });
}
