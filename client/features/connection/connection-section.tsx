import { Button, Group, Stack } from '@mantine/core';
import type { ConnectionView, SettingsView } from '../../../server/install/install.contract.ts';
import { formatDay } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './connection-section.module.css';
import { brokenWords, canTakeOver, handoverWords, limitationWords, type People } from './connection-words.ts';
import { usePeople } from './queries.ts';
import { ReconnectButton } from './reconnect-button.tsx';
import { StandbyChoice } from './standby-choice.tsx';
import { useTakeOver } from './use-take-over.ts';

/** Who is connected, in which role and state, and what automatic work cannot do; an admin can lend their own. */
export function ConnectionSection({ settings }: { settings: SettingsView }) {
  const people = usePeople();
  const handover = handoverWords(settings, people, Date.now());
  return (
    <Section
      id="connection"
      title="Connection"
      description="One person’s access does all automatic work. Everybody else’s is used only for what they click themselves."
    >
      <Stack gap="md">
        {handover ? (
          <Notice tone="info" title={handover.title}>
            <p>{handover.text}</p>
          </Notice>
        ) : null}
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
              people={people}
              installUrl={settings.installUrl}
            />
          ))}
        </ul>
        <StandbyChoice settings={settings} people={people} />
        {canTakeOver(settings) ? <TakeOver /> : null}
      </Stack>
    </Section>
  );
}

type RowProps = { connection: ConnectionView; people: People; installUrl: string };

function Row({ connection, people, installUrl }: RowProps) {
  const { userId, isYou, erasesAt } = connection;
  const isBroken = connection.state === 'broken';
  const name = people.get(userId);
  return (
    <li className={classes['row']}>
      <div>
        <Group gap={6}>
          <b>{isYou ? `You (user ${userId})` : name ? `${name} (user ${userId})` : `User ${userId}`}</b>
          {connection.isAdmin ? <Tag>Admin</Tag> : null}
          <RoleTag role={connection.role} />
          {isBroken ? <Tag tone="negative">Broken</Tag> : <Tag tone="positive">Connected</Tag>}
        </Group>
        <p className={classes['detail']}>
          {isBroken ? `${brokenWords(connection)}. ` : null}
          {erasesAt
            ? `Erased on ${formatDay(erasesAt)} unless ${isYou ? 'you' : 'they'} connect again. `
            : null}
          Installed on {formatDay(connection.installedAt)}
        </p>
      </div>
      {isBroken && isYou ? <ReconnectButton installUrl={installUrl} /> : null}
    </li>
  );
}

function RoleTag({ role }: Pick<ConnectionView, 'role'>) {
  if (role === 'organization') return <Tag tone="accent">Automatic work</Tag>;
  return role === 'standby' ? <Tag tone="info">Standby</Tag> : <Tag>Own clicks</Tag>;
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
