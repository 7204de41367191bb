import { Button, Group, Stack } from '@mantine/core';
import type { ConnectionView, SettingsView } from '../../../server/install/install.contract.ts';
import { formatDay } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './connection-section.module.css';
import { brokenWords, canTakeOver, limitationWords } from './connection-words.ts';
import { ReconnectButton } from './reconnect-button.tsx';
import { useTakeOver } from './use-take-over.ts';

/** Who is connected, in which role and state, and what automatic work cannot do; an admin can lend their own. */
export function ConnectionSection({ settings }: { settings: SettingsView }) {
  return (
    <Section
      id="connection"
      title="Connection"
      description="One person’s access does all automatic work. Everybody else’s is used only for what they click themselves."
    >
      <Stack gap="md">
        {settings.limitations.map((code) => {
          const { title, text } = limitationWords(code);
          return (
            <Notice key={code} tone="warning" title={title}>
              <p>{text}</p>
            </Notice>
          );
        })}
        <ul className={classes['list']}>
          {settings.connections.map((connection) => (
            <Row
              key={`${connection.userId} ${connection.role}`}
              connection={connection}
              installUrl={settings.installUrl}
            />
          ))}
        </ul>
        {canTakeOver(settings) ? <TakeOver /> : null}
      </Stack>
    </Section>
  );
}

function Row({ connection, installUrl }: { connection: ConnectionView; installUrl: string }) {
  const isBroken = connection.state === 'broken';
  return (
    <li className={classes['row']}>
      <div>
        <Group gap={6}>
          <b>{connection.isYou ? `You (user ${connection.userId})` : `User ${connection.userId}`}</b>
          {connection.isAdmin ? <Tag>Admin</Tag> : null}
          {connection.role === 'organization' ? (
            <Tag tone="accent">Automatic work</Tag>
          ) : (
            <Tag>Own clicks</Tag>
          )}
          {isBroken ? <Tag tone="negative">Broken</Tag> : <Tag tone="positive">Connected</Tag>}
        </Group>
        <p className={classes['detail']}>
          {isBroken ? `${brokenWords(connection)}. ` : null}
          Installed on {formatDay(connection.installedAt)}
        </p>
      </div>
      {isBroken && connection.isYou ? <ReconnectButton installUrl={installUrl} /> : null}
    </li>
  );
}

function TakeOver() {
  const { takeOver, busy, error } = useTakeOver();
  return (
    <Stack gap="sm" align="flex-start">
      <Button size="xs" variant="default" loading={busy} onClick={takeOver}>
        Use my connection for automatic work
      </Button>
      {error ? (
        <Notice tone="negative" title="That did not work">
          <p>{error.message}</p>
        </Notice>
      ) : null}
    </Stack>
  );
}
