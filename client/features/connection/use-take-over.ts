import { useState } from 'react';
import { type ApiError, toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { usePromote } from './queries.ts';

const question = {
  title: 'Use your connection for automatic work?',
  description: 'Scans and Enrich all then see and change what you may see and change in Pipedrive.',
  okText: 'Use my connection',
};

/** Lets the person looking do the automatic work from now on, once they have confirmed it. */
export function useTakeOver() {
  const promoting = usePromote();
  const { host, say } = useHost();
  const [hostError, setHostError] = useState<ApiError | null>(null);
  const takeOver = async () => {
    setHostError(null);
    try {
      if (!(await host.confirm(question))) return;
      promoting.mutate(undefined, { onSuccess: () => say('Automatic work now uses your connection') });
    } catch (error) {
      setHostError(toApiError(error));
    }
  };
  return {
    takeOver: () => void takeOver(),
    busy: promoting.isPending,
    error: hostError ?? (promoting.error && toApiError(promoting.error)),
  };
}
