import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorMailView } from '../../../server/notify/notify.contract.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { AddressForm } from './address-form.tsx';
import { MailActions } from './mail-actions.tsx';
import { useErrorMail } from './queries.ts';

type Props = { explain: (error: Error, retry: () => void) => ReactNode };

/** A mail to the account's owner on days when something failed or waits for a person. Not there without a mail server. */
export function ErrorMailSection({ explain }: Props) {
  const mail = useErrorMail();
  if (mail.data && !mail.data.available) return null;
  return (
    <Section
      id="error-mail"
      title="Error mail"
      description="One mail a day to the account’s owner, only when something failed or waits for a person. It holds counts and links, nothing from your records."
    >
      {mail.data ? (
        <State mail={mail.data} />
      ) : mail.error ? (
        explain(mail.error, () => void mail.refetch())
      ) : (
        <Skeleton h={60} role="status" aria-busy="true" aria-label="Loading" />
      )}
    </Section>
  );
}

function State({ mail }: { mail: ErrorMailView }) {
  const { state, canChange, userId, trouble } = mail;
  if (!canChange)
    return (
      <p>
        {state === 'on' ? `Sent to user ${userId}. ` : 'Nobody gets it. '}
        Only the owner of the Store Leads account can change this.
      </p>
    );
  return (
    <Stack gap="md">
      {trouble && state === 'on' ? (
        <Notice
          tone="warning"
          title={trouble === 'refused' ? 'The address is refused' : 'The last mail was not sent'}
        >
          <p>
            {trouble === 'refused'
              ? 'The mail server does not take mail for this address. Switch it off and use another one.'
              : 'The mail server did not take it. It is tried again, and nothing is lost.'}
          </p>
        </Notice>
      ) : null}
      {state === 'off' ? <AddressForm /> : <MailActions mail={mail} />}
    </Stack>
  );
}
