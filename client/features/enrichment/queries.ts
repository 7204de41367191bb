import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { recordHistory } from '../../../server/enrichment/activity.contract.ts';
import {
  type LinkDecision,
  type PanelView,
  panelView,
} from '../../../server/enrichment/enrichment.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';
import type { PanelRecord } from '../../host/surface-query.ts';

/** How often to look again while fields are being written, in milliseconds. */
const workingEvery = 2_000;

/** What the panel beside `record` shows; looked at again by itself while a write is pending. */
export function usePanel(record: PanelRecord) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.panel(record.resource, record.id),
    queryFn: ({ signal }) => api.get(`/api/${record.resource}s/${record.id}/panel`, panelView, signal),
    refetchInterval: ({ state }) => (state.data?.enrichment.state === 'working' ? workingEvery : false),
  });
}

/** What was done to an organization; costs a token, as it is shown only to who may read the organization. */
export function useRecordHistory(organizationId: number) {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.recordHistory(organizationId),
    queryFn: ({ signal }) => api.get(`/api/organizations/${organizationId}/history`, recordHistory, signal),
    staleTime: 0,
    gcTime: 0,
  });
}

function useAnswerAsPanel(record: PanelRecord) {
  const cache = useQueryClient();
  return (view: PanelView) => {
    cache.setQueryData(queryKeys.panel(record.resource, record.id), view);
  };
}

/** Fills the organization's fields now. */
export function useEnrich(record: PanelRecord, organizationId: number | null) {
  const api = useApi();
  return useMutation({
    mutationFn: () => api.post(`/api/organizations/${organizationId}/enrich`, panelView),
    onSuccess: useAnswerAsPanel(record),
  });
}

/** Keeps what a person decided about this organization and its store. */
export function useDecision(record: PanelRecord, organizationId: number | null) {
  const api = useApi();
  return useMutation({
    mutationFn: (decision: LinkDecision) =>
      api.post(`/api/organizations/${organizationId}/link`, panelView, decision),
    onSuccess: useAnswerAsPanel(record),
  });
}
