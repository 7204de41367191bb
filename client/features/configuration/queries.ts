import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { importPlan } from '../../../server/mapping/configuration/configuration.contract.ts';
import { type MappingView, mappingVersions, mappingView } from '../../../server/mapping/mapping.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Saved versions of the mapping, newest first. */
export function useVersions() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.mappingVersions,
    queryFn: ({ signal }) => api.get('/api/mapping/versions', mappingVersions, signal),
  });
}

/** What going back to a version would change. Nothing is saved. */
export function useVersionPlan(edition: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...queryKeys.mappingVersions, edition],
    queryFn: () => api.post(`/api/mapping/versions/${edition}/check`, importPlan),
    gcTime: 0,
    staleTime: 0,
  });
}

function useKeepMapping() {
  const cache = useQueryClient();
  return (view: MappingView) => {
    cache.setQueryData(queryKeys.mapping, view);
    void cache.invalidateQueries({ queryKey: queryKeys.mappingVersions });
    void cache.invalidateQueries({ queryKey: queryKeys.enrichAllEstimate });
  };
}

/** Goes back to a version; refused when somebody saved after `seen`. */
export function useRestoreVersion() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ version, seen }: { version: number; seen: number }) =>
      api.post(`/api/mapping/versions/${version}/restore`, mappingView, { edition: seen }),
    onSuccess: useKeepMapping(),
  });
}

/** Says what a file would change. Nothing is saved. */
export function useCheckFile() {
  const api = useApi();
  return useMutation({
    mutationFn: (text: string) => api.post('/api/configuration/check', importPlan, { text }),
  });
}

/** Applies a file; refused when somebody saved after `edition`. */
export function useApplyFile() {
  const api = useApi();
  return useMutation({
    mutationFn: (request: { text: string; edition: number }) =>
      api.post('/api/configuration', mappingView, request),
    onSuccess: useKeepMapping(),
  });
}

/** Fetches the configuration and hands it to the browser as a file, byte for byte as the server wrote it. */
export function useExport() {
  const api = useApi();
  return useMutation({
    mutationFn: async () =>
      saveAs(await api.download('/api/configuration'), 'store-leads-for-pipedrive.json'),
  });
}

function saveAs(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
