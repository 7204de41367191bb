import { Button } from '@mantine/core';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconPlugConnectedX from '@tabler/icons-react/dist/esm/icons/IconPlugConnectedX.mjs';
import { toApiError } from '../api/api-error.ts';
import { ErrorCard } from '../ui/error-card.tsx';
import { StateCard } from '../ui/state-card.tsx';
import { ConnectButton } from './connect-button.tsx';

/** Trouble that only a fresh page can end. */
const needsReload = new Set(['host', 'unknown_answer', 'unexpected']);

type Props = { error: Error; retrying: boolean; onRetry: () => void };

/** A page or region that could not be loaded: not connected and no permission have looks of their own. */
export function LoadError({ error, retrying, onRetry }: Props) {
  const { code, status, message, requestId } = toApiError(error);
  if (code === 'not_connected')
    return <NotConnected message={message} retrying={retrying} onRetry={onRetry} />;
  if (status === 403)
    return (
      <StateCard
        icon={IconLock}
        title={code === 'plan_required' ? 'Not part of your plan' : 'You are not allowed to see this'}
        alert
      >
        <p>{message}</p>
      </StateCard>
    );
  const failure = { message, requestId };
  if (needsReload.has(code))
    return <ErrorCard {...failure} action="Reload" onRetry={() => window.location.reload()} />;
  return <ErrorCard {...failure} retrying={retrying} onRetry={onRetry} />;
}

type NotConnectedProps = { message: string; retrying: boolean; onRetry: () => void };

function NotConnected({ message, retrying, onRetry }: NotConnectedProps) {
  return (
    <StateCard
      icon={IconPlugConnectedX}
      title="Connect Store Leads first"
      alert
      actions={
        <>
          <ConnectButton />
          <Button size="xs" variant="default" loading={retrying} onClick={onRetry}>
            I have connected
          </Button>
        </>
      }
    >
      <p>{message}</p>
    </StateCard>
  );
}
