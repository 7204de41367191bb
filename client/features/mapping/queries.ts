import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type CreateFields,
  createFieldsResult,
  type MappingChanges,
  type MappingView,
  mappingProblems,
  mappingView,
  type ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';
import { useMappingDraft } from './use-mapping-draft.tsx';

/** Pipedrive's plans, by what decides how many custom fields there may be. */
export type PipedrivePlan = NonNullable<MappingView['cap']['pipedrivePlan']>;

type Gave = { objectType?: ObjectTypeName; withNewTarget?: readonly string[] };

/** Takes an answer to something we did under the unsaved changes, then into the cache for everybody else. */
function useKeepMapping() {
  const cache = useQueryClient();
  const { dispatch } = useMappingDraft();
  return (view: MappingView, { objectType = 'organization', withNewTarget = [] }: Gave = {}) => {
    dispatch({ type: 'accepted', view, objectType, withNewTarget });
    cache.setQueryData(queryKeys.mapping, view);
    void cache.invalidateQueries({ queryKey: queryKeys.enrichAllEstimate });
    void cache.invalidateQueries({ queryKey: queryKeys.mappingVersions });
  };
}

/**
 * Saves changes. When somebody else saved meanwhile, what they saved is read and put under the changes; when the
 * server refuses rows, its reasons are kept for them.
 */
export function useSaveMapping() {
  const api = useApi();
  const cache = useQueryClient();
  const keep = useKeepMapping();
  const { dispatch } = useMappingDraft();
  return useMutation({
    mutationFn: (changes: MappingChanges) => api.put('/api/mapping', mappingView, changes),
    onSuccess: (view) => keep(view),
    onError: async (error) => {
      const { code, details } = toApiError(error);
      const refused = mappingProblems.safeParse(details);
      if (refused.success) dispatch({ type: 'refused', problems: refused.data.problems });
      if (code !== 'mapping_changed') return;
      dispatch({ type: 'outdated' });
      await cache.invalidateQueries({ queryKey: queryKeys.mapping });
    },
  });
}

/** Creates fields in Pipedrive, or takes over those of an earlier installation. */
export function useCreateFields() {
  const api = useApi();
  const keep = useKeepMapping();
  return useMutation({
    mutationFn: (request: CreateFields) => api.post('/api/mapping/fields', createFieldsResult, request),
    onSuccess: ({ mapping, created, takenOver }, { objectType }) =>
      keep(mapping, { objectType, withNewTarget: [...created, ...takenOver] }),
  });
}

/** Keeps which Pipedrive plan the company says it has. */
export function useStatePlan() {
  const api = useApi();
  const keep = useKeepMapping();
  return useMutation({
    mutationFn: (pipedrivePlan: PipedrivePlan) =>
      api.put('/api/mapping/plan', mappingView, { pipedrivePlan }),
    onSuccess: (view) => keep(view),
  });
}
