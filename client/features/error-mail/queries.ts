import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type ErrorMailChange,
  type ErrorMailView,
  errorMailView,
} from '../../../server/notify/notify.contract.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

const path = '/api/error-mail';

/** Whether a daily mail tells of errors, and whom. */
export function useErrorMail() {
  const api = useApi();
  return useQuery({
    queryKey: queryKeys.errorMail,
    queryFn: ({ signal }) => api.get(path, errorMailView, signal),
  });
}

/** Asks for it, ends it, or has a test mail sent. */
export function useErrorMailActions() {
  const api = useApi();
  const cache = useQueryClient();
  const onSuccess = (view: ErrorMailView) => cache.setQueryData(queryKeys.errorMail, view);
  const onError = () => cache.invalidateQueries({ queryKey: queryKeys.errorMail });
  return {
    ask: useMutation({
      mutationFn: (change: ErrorMailChange) => api.put(path, errorMailView, change),
      onSuccess,
      onError,
    }),
    end: useMutation({ mutationFn: () => api.delete(path, errorMailView), onSuccess, onError }),
    test: useMutation({ mutationFn: () => api.post(`${path}/test`, errorMailView), onSuccess, onError }),
  };
}
