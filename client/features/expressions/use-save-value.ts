import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type CalculatedValueView,
  type MappingView,
  mappingProblems,
  mappingView,
} from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useApi } from '../../api/use-api.tsx';

/** The list with `value` in the place of the one with its name, or at its end. */
function withValue(all: CalculatedValueView[], value: CalculatedValueView): CalculatedValueView[] {
  const known = all.some(({ name }) => name === value.name);
  return known ? all.map((one) => (one.name === value.name ? value : one)) : [...all, value];
}

/** Saves one calculated value on top of the mapping as `view` has it, and nothing else. */
export function useSaveValue() {
  const api = useApi();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ view, value }: { view: MappingView; value: CalculatedValueView }) =>
      api.put('/api/mapping', mappingView, {
        edition: view.edition,
        calculated: withValue(view.calculated, value),
      }),
    onSuccess: (view) => cache.setQueryData(queryKeys.mapping, view),
    onError: async (error) => {
      if (toApiError(error).code === 'mapping_changed')
        await cache.invalidateQueries({ queryKey: queryKeys.mapping });
    },
  });
}

/** Why it was not saved, in the server's words: each reason when there are several. */
export function refusalWords(error: Error): string[] {
  const { message, details } = toApiError(error);
  const problems = mappingProblems.safeParse(details);
  return problems.success && problems.data.problems.length > 0
    ? problems.data.problems.map((problem) => problem.message)
    : [message];
}
