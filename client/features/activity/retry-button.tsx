import { Button } from '@mantine/core';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { useRetry } from './queries.ts';

type Props = {
  /** A run, or the dead letters, as the address names it. */
  place: string;
  /** Null: all that failed. */
  organizationId: number | null;
  label: string;
};

/** Takes up failed records again, as a run of its own. */
export function RetryButton({ place, organizationId, label }: Props) {
  const { say } = useHost();
  const retry = useRetry(place);
  const begin = () =>
    retry.mutate(organizationId, {
      onSuccess: () => say('The retry has started. It is the first in the list of runs.'),
      onError: (error) => say(toApiError(error).message),
    });
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={retry.isPending}
      aria-label={organizationId === null ? label : `${label} organization ${organizationId}`}
      onClick={begin}
    >
      {label}
    </Button>
  );
}
