import { Button, Group } from '@mantine/core';
import type { ErrorMailView } from '../../../server/notify/notify.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { formatDay } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useErrorMailActions } from './queries.ts';

/** What was asked for, and what can be done about it. */
export function MailActions({ mail }: { mail: ErrorMailView }) {
  const { ask, end, test } = useErrorMailActions();
  const { say } = useHost();
  const { address, userId, state } = mail;
  const failed = ask.error ?? end.error ?? test.error;
  const again = () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (address) ask.mutate({ address, timeZone }, { onSuccess: () => say('The mail is on its way') });
  };
  const to = address ?? `user ${userId}`;
  return (
    <>
      <p>
        {state === 'on'
          ? onWords(to, mail.lastSentAt)
          : `Follow the link in the mail we sent to ${to}. Nothing else is sent before.`}
      </p>
      {failed ? (
        <Notice tone="negative" title="That did not work">
          <p>{toApiError(failed).message}</p>
        </Notice>
      ) : null}
      <Group gap="sm">
        {state === 'on' ? (
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate(undefined, { onSuccess: () => say('The test mail is on its way') })}
          >
            Send a test mail
          </Button>
        ) : address ? (
          <Button size="xs" variant="default" loading={ask.isPending} onClick={again}>
            Send the link again
          </Button>
        ) : null}
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          {state === 'on' ? 'Switch off' : 'Use another address'}
        </Button>
      </Group>
    </>
  );
}

function onWords(to: string, lastSentAt: string | null): string {
  const last = lastSentAt ? `The last one was sent on ${formatDay(lastSentAt)}.` : 'None was needed so far.';
  return `Sent to ${to}. ${last}`;
}
