import { Button } from '@mantine/core';
import IconCloudOff from '@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs';
import { StateCard } from './state-card.tsx';

type Props = {
  message: string;
  requestId: string | null;
  onRetry: () => void;
  retrying?: boolean;
  action?: string;
};

/** A place that could not be loaded: the server's own words, a way on, and the number support asks for. */
export function ErrorCard({ message, requestId, onRetry, retrying = false, action = 'Try again' }: Props) {
  return (
    <StateCard
      icon={IconCloudOff}
      title="This could not be loaded"
      alert
      actions={
        <Button variant="default" size="xs" loading={retrying} onClick={onRetry}>
          {action}
        </Button>
      }
    >
      <p>{message}</p>
      {requestId ? <p>For support: {requestId}</p> : null}
    </StateCard>
  );
}
