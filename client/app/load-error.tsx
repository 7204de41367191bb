import { Button } from '@mantine/core';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs';
import { toApiError } from '../api/api-error.ts';
import { ErrorCard } from '../ui/error-card.tsx';
import { StateCard } from '../ui/state-card.tsx';

/** Trouble that only a fresh page can end. */
const needsReload = new Set(['host', 'unknown_answer', 'unexpected']);

/** A page or region that could not be loaded: not connected and no permission have words of their own. */
export function LoadError({
  error,
  retrying,
  onRetry,
}: {
  error: Error;
  retrying: boolean;
  onRetry: () => void;
}) {
  const { code, status, message, requestId } = toApiError(error);
  if (code === 'not_connected') return <NotConnected retrying={retrying} onRetry={onRetry} />;
  if (status === 403)
    return (
      <StateCard icon={IconLock} title="You are not allowed to see this" alert>
        <p>{message}</p>
      </StateCard>
    );
  const retry = needsReload.has(code) ? () => window.location.reload() : onRetry;
  return <ErrorCard message={message} requestId={requestId} retrying={retrying} onRetry={retry} />;
}

function NotConnected({ retrying, onRetry }: { retrying: boolean; onRetry: () => void }) {
  return (
    <StateCard
      icon={IconPlugConnectedX}
      title="Connect Store Leads first"
      alert
      actions={
        <>
          {/* Consent pages refuse to load in frames. */}
          <Button component="a" href="/install" target="_blank" rel="noopener noreferrer" size="xs">
            Connect
          </Button>
          <Button size="xs" variant="default" loading={retrying} onClick={onRetry}>
            I have connected
          </Button>
        </>
      }
    >
      <p>
        The app works with your own Pipedrive access, and yours is missing or has ended. Connecting takes a
        minute.
      </p>
    </StateCard>
  );
}
