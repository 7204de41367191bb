import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { useHost } from '../../host/use-host.tsx';
import { useMapping } from './queries.ts';

/**
 * Opens one calculated value in a window of its own, and reads the mapping again when that is gone. The window saves
 * at once, so it is only opened while nothing about calculated values is unsaved here: neither can then undo the other.
 */
export function useOpenLarge(values: CalculatedValueView[]) {
  const { host } = useHost();
  const cache = useQueryClient();
  const saved = useMapping().data?.calculated;
  const [error, setError] = useState<string | null>(null);
  const open = async (name: string) => {
    setError(null);
    try {
      await host.openModal('Calculated values', { name });
      await cache.invalidateQueries({ queryKey: queryKeys.mapping });
    } catch (failure) {
      setError(toApiError(failure).message);
    }
  };
  return {
    possible: saved !== undefined && JSON.stringify(saved) === JSON.stringify(values),
    error,
    open: (name: string) => void open(name),
  };
}
