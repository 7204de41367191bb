import { Button, Group, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { WebhooksView } from '../../../server/inbox/webhooks.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Facts } from '../../ui/facts.tsx';
import { absent, count, formatDuration, formatInteger, formatWhen } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { Tag } from '../../ui/tag.tsx';
import { codeWords, healthWords, refusedWords } from './health-words.ts';
import { useWebhookAction, useWebhooks } from './queries.ts';
import classes from './webhooks.module.css';

type Props = { canChange: boolean; explain: (error: Error, retry: () => void) => ReactNode };

/** How what people change in Pipedrive reaches the app: whether all of it does, how fast, and what waits. */
export function WebhooksSection({ canChange, explain }: Props) {
  const webhooks = useWebhooks();
  const { data } = webhooks;
  return (
    <Section
      id="webhooks"
      title="Changes in Pipedrive"
      description="Pipedrive tells the app what people change, so that it knows which fields are theirs and which organizations are new."
      aside={data ? <Tag tone={healthWords(data).tone}>{healthWords(data).tag}</Tag> : null}
    >
      {webhooks.isPending ? (
        <Skeleton h={120} aria-label="Loading" role="status" />
      ) : data ? (
        <Loaded view={data} canChange={canChange} />
      ) : (
        explain(webhooks.error, () => void webhooks.refetch())
      )}
    </Section>
  );
}

function Loaded({ view, canChange }: { view: WebhooksView; canChange: boolean }) {
  const check = useWebhookAction('/api/webhooks/check');
  const retry = useWebhookAction('/api/webhooks/retry-dead');
  const failed = check.error ?? retry.error;
  const refused = refusedWords(view.refused);
  return (
    <Stack gap="md">
      <Standing view={view} />
      <Facts
        facts={[
          {
            label: 'Last change',
            value: view.lastEventAt ? <RelativeTime at={view.lastEventAt} /> : 'None yet',
          },
          {
            label: 'Arrives after',
            value: view.lagMs === null ? absent : formatDuration(Math.max(1, Math.round(view.lagMs / 1000))),
          },
          { label: 'Waiting', value: formatInteger(view.waiting) },
          {
            label: 'Complete up to',
            value: view.certainUntil ? <RelativeTime at={view.certainUntil} /> : 'Not known',
          },
        ]}
      />
      {refused === '' ? null : <p className={classes['muted']}>Deliveries not taken: {refused}.</p>}
      {view.dead > 0 ? (
        <Notice
          tone="negative"
          title={`${count(view.dead, 'change')} could not be answered`}
          actions={
            canChange ? (
              <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
                Try again
              </Button>
            ) : null
          }
        >
          <p>
            They were tried eight times. Nothing is lost: the next change of the record, or a run, makes up
            for it.
          </p>
        </Notice>
      ) : null}
      {failed ? (
        <Notice tone="negative" title="That did not work">
          <p>{toApiError(failed).message}</p>
        </Notice>
      ) : null}
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          disabled={!canChange}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          Check now
        </Button>
        <span className={classes['muted']}>
          {canChange
            ? view.nextCheckAt
              ? `Checked again by itself: ${formatWhen(view.nextCheckAt, Date.now())}.`
              : ''
            : 'Only somebody who can change settings can have it checked.'}
        </span>
      </Group>
    </Stack>
  );
}

/** What is not as it should be, and what to do; nothing where all is well. */
function Standing({ view }: { view: WebhooksView }) {
  const { says } = healthWords(view);
  if (view.code)
    return (
      <Notice
        tone={view.health === 'refused' ? 'negative' : 'warning'}
        title={
          view.health === 'refused'
            ? 'Pipedrive does not send changes'
            : 'It could not be checked whether changes arrive'
        }
      >
        <p>{codeWords(view.code)}</p>
      </Notice>
    );
  if (says)
    return (
      <Notice tone="info" title={healthWords(view).tag}>
        <p>{says}</p>
      </Notice>
    );
  if (view.quietUntil)
    return (
      <Notice tone="info" title="Quiet hours">
        <p>Changes are kept and answered from {formatWhen(view.quietUntil, Date.now())} on.</p>
      </Notice>
    );
  if (!view.automatic)
    return (
      <Notice tone="info" title="Nothing is written by itself">
        <p>
          Changes are noted, so that what people typed stays theirs. Automatic enrichment is off or not part
          of your plan.
        </p>
      </Notice>
    );
  return null;
}
