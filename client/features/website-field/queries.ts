import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { settingsView, websiteFieldChoices } from '../../../server/install/install.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Fields that could hold the website. Asked only when somebody is about to choose: it reads a page of organizations. */
export function useWebsiteFields(wanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.websiteFields,
    queryFn: ({ signal }) => api.get('/api/settings/website-fields', websiteFieldChoices, signal),
    enabled: wanted,
    staleTime: 10 * 60_000,
  });
}

/** Keeps the choice. */
export function useChooseWebsiteField() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => api.put('/api/settings/website-field', settingsView, { code }),
    onSuccess: (settings) => {
      cache.setQueryData(queryKeys.settings, settings);
      void cache.invalidateQueries({ queryKey: queryKeys.enrichAllEstimate });
    },
  });
}
