import { Button } from '@mantine/core';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePromote } from './queries.ts';

/** Automatic work stands still because nobody's access does it; an admin can lend their own. */
export function PausedBanner({ settings }: { settings: SettingsView }) {
  const promoting = usePromote();
  const { say } = useHost();
  if (settings.state !== 'paused_no_connection') return null;
  const you = settings.connections.find(({ isYou }) => isYou);
  const canPromote = you?.isAdmin === true && you.state === 'ok';
  return (
    <Notice
      tone="warning"
      title="Automatic work is paused"
      actions={
        canPromote ? (
          <Button
            size="xs"
            loading={promoting.isPending}
            onClick={() =>
              promoting.mutate(undefined, { onSuccess: () => say('Automatic work now uses your connection') })
            }
          >
            Use my connection
          </Button>
        ) : you?.state === 'broken' ? (
          <Button
            component="a"
            href={settings.installUrl}
            target="_blank"
            rel="noopener noreferrer"
            size="xs"
          >
            Reconnect
          </Button>
        ) : null
      }
    >
      <p>
        The person whose access did the automatic work has left or withdrew it.{' '}
        {canPromote
          ? 'You can take over: it then sees and changes what you may see and change.'
          : 'A Pipedrive admin who has the app installed can take over on this page.'}
      </p>
      {promoting.error ? <p>{toApiError(promoting.error).message}</p> : null}
    </Notice>
  );
}
