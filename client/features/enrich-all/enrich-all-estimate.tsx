import { Button, Group, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { toApiError } from '../../api/api-error.ts';
import { Facts } from '../../ui/facts.tsx';
import { count, formatDuration, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useEstimate, useStartEnrichAll } from './queries.ts';

type Props = { onClose: () => void; explain: (error: Error, retry: () => void) => ReactNode };

/** How many records, tokens and hours it takes; nothing starts before somebody has seen that. */
export function EnrichAllEstimate({ onClose, explain }: Props) {
  const estimate = useEstimate(true);
  const start = useStartEnrichAll();
  if (estimate.isPending) return <Skeleton h={120} aria-label="Loading" role="status" />;
  if (!estimate.data) return explain(estimate.error, () => void estimate.refetch());
  const { records, tokens, seconds, tokensLeftToday, blocked } = estimate.data;
  const overnight = tokensLeftToday !== null && tokens > tokensLeftToday;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          { label: 'Organizations', value: formatInteger(records) },
          { label: 'API tokens', value: `about ${formatInteger(tokens)}` },
          { label: 'Time', value: formatDuration(seconds) },
          ...(tokensLeftToday === null
            ? []
            : [{ label: 'Tokens left today', value: formatInteger(tokensLeftToday) }]),
        ]}
      />
      {blocked ? (
        <Notice
          tone="warning"
          title={blocked.code === 'nothing_to_enrich' ? 'Scan first' : 'Not possible now'}
        >
          <p>{blocked.message}</p>
        </Notice>
      ) : overnight ? (
        <Notice tone="info" title="This takes more than one day">
          <p>
            When today’s share of tokens is used up, the run pauses and goes on by itself after the reset.
          </p>
        </Notice>
      ) : null}
      {start.error ? (
        <Notice tone="negative" title="The run did not start">
          {toApiError(start.error).message}
        </Notice>
      ) : null}
      <Group gap="sm">
        <Button
          size="xs"
          disabled={blocked !== null || records === 0}
          loading={start.isPending}
          onClick={() => start.mutate(undefined, { onSuccess: onClose })}
        >
          {records === 0 ? 'Nothing to enrich' : `Enrich ${count(records, 'organization')}`}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          Not now
        </Button>
      </Group>
    </Stack>
  );
}
