import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { count, formatDay, formatInteger } from '../../ui/format.ts';
import { reasonWords } from '../../ui/run-words.ts';
import classes from './activity.module.css';
import { useDeadLetters } from './queries.ts';
import { RecordList } from './record-list.tsx';
import { RetryButton } from './retry-button.tsx';

const place = 'dead-letters';

type Props = { mayChange: boolean; explain: (error: Error, retry: () => void) => ReactNode };

/** Organizations that failed for so long that runs leave them alone, with one click to take them up again. */
export function DeadLetters({ mayChange, explain }: Props) {
  const query = useDeadLetters();
  if (query.error && !query.data) return explain(query.error, () => void query.refetch());
  const [first] = query.data?.pages ?? [];
  if (!first || (first.dead === 0 && first.retried === 0)) return null;
  const records = query.data?.pages.flatMap((page) => page.records) ?? [];
  return (
    <div>
      <h3 className={classes['title']}>Failing organizations</h3>
      <p className={classes['detail']}>
        {first.retried > 0
          ? `${count(first.retried, 'organization')} failed last time and will be tried again by later runs. `
          : null}
        {first.dead > 0
          ? `${formatInteger(first.dead)} failed for more than ${first.afterDays} days: runs leave them alone.`
          : null}
      </p>
      {first.dead > 0 ? (
        <>
          {mayChange ? (
            <Group my="xs">
              <RetryButton place={place} organizationId={null} label="Try all again" />
            </Group>
          ) : null}
          <RecordList
            label="Failing organizations"
            records={records.map(({ organizationId, code, since }) => ({
              id: organizationId,
              says: `${reasonWords(code ?? 'unexpected_error')}, since ${formatDay(since)}`,
              action: mayChange ? (
                <RetryButton place={place} organizationId={organizationId} label="Try again" />
              ) : null,
            }))}
          />
          {query.hasNextPage ? (
            <Button
              size="compact-xs"
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more
            </Button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
