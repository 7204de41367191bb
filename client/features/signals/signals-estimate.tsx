import { Button, Skeleton } from '@mantine/core';
import { toApiError } from '../../api/api-error.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { useSignalsPreview } from './queries.ts';

/** How many notes the saved rules would have come to with the release in use, and what they cost. */
export function SignalsEstimate({ version }: { version: number }) {
  const preview = useSignalsPreview(version, true);
  if (preview.isPending) return <Skeleton h={20} role="status" aria-label="Loading" />;
  if (!preview.data)
    return (
      <p role="alert">
        {toApiError(preview.error).message}{' '}
        <Button
          size="compact-xs"
          variant="default"
          loading={preview.isFetching}
          onClick={() => void preview.refetch()}
        >
          Try again
        </Button>
      </p>
    );
  const { release, organizations, tokensPerNote } = preview.data;
  if (!release) return <p>No release of store data yet.</p>;
  const tokens = formatInteger(organizations * tokensPerNote);
  return (
    <p>
      With release {formatInteger(release.number)} this would have been a note on{' '}
      {count(organizations, 'organization')}, at {tokens} API tokens ({formatInteger(tokensPerNote)} a note).
    </p>
  );
}
