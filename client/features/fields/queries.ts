import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type CreateFields,
  createFieldsResult,
  type FieldList,
  fieldList,
} from '../../../server/mapping/mapping.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** Pipedrive's plans, by what decides how many custom fields there may be. */
export type PipedrivePlan = NonNullable<FieldList['cap']['pipedrivePlan']>;

/** All fields of the catalogue and where each stands in this company. */
export function useFields() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.fields,
    queryFn: ({ signal }) => api.get('/api/fields', fieldList, signal),
  });
}

function useAnswerAsFields() {
  const cache = useQueryClient();
  return (fields: FieldList) => {
    cache.setQueryData(queryKeys.fields, fields);
    void cache.invalidateQueries({ queryKey: queryKeys.enrichAllEstimate });
  };
}

/** Creates fields in Pipedrive, or takes over those of an earlier installation. */
export function useCreateFields() {
  const api = useApi();
  const keep = useAnswerAsFields();
  return useMutation({
    mutationFn: (request: CreateFields) => api.post('/api/fields', createFieldsResult, request),
    onSuccess: ({ fields }) => keep(fields),
  });
}

/** Keeps which Pipedrive plan the company says it has. */
export function useStatePlan() {
  const api = useApi();
  return useMutation({
    mutationFn: (pipedrivePlan: PipedrivePlan) => api.put('/api/fields/plan', fieldList, { pipedrivePlan }),
    onSuccess: useAnswerAsFields(),
  });
}

/** Turns the filling of one field on or off. */
export function useSetFieldEnabled() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ source, enabled }: { source: string; enabled: boolean }) =>
      api.put(`/api/fields/${encodeURIComponent(source)}`, fieldList, { enabled }),
    onSuccess: useAnswerAsFields(),
  });
}
