import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { Facts } from '../../ui/facts.tsx';
import { count, formatDay, formatDuration, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { useStartUndo, useUndoOfRun } from './queries.ts';
import classes from './undo.module.css';

type Props = { runId: string; explain: (error: Error, retry: () => void) => ReactNode };

/** Takes back what a run wrote, once somebody has seen what that does and takes. */
export function UndoRun({ runId, explain }: Props) {
  const [open, setOpen] = useState(false);
  if (open) return <Cost runId={runId} explain={explain} onClose={() => setOpen(false)} />;
  return (
    <div>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        Undo this run
      </Button>
    </div>
  );
}

function Cost({ runId, explain, onClose }: Props & { onClose: () => void }) {
  const cost = useUndoOfRun(runId);
  const start = useStartUndo(runId);
  const { say } = useHost();
  if (cost.isPending) return <Skeleton h={120} aria-label="Loading" role="status" />;
  if (!cost.data) return explain(cost.error, () => void cost.refetch());
  const { records, tokens, seconds, until } = cost.data;
  if (records === 0 || until === null)
    return <p>Nothing is kept of this run that could be undone: it was before undo was on, or is undone.</p>;
  const begin = () =>
    start.mutate(undefined, {
      onSuccess: () => {
        say('Undoing has started. It is the first in the list of runs.');
        onClose();
      },
    });
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          { label: 'Organizations', value: `about ${formatInteger(records)}` },
          { label: 'API tokens', value: `at most ${formatInteger(tokens)}` },
          { label: 'Time', value: formatDuration(seconds) },
          { label: 'Possible until', value: formatDay(until) },
        ]}
      />
      <p className={classes['words']}>
        Fields that still hold what Store Leads wrote get back what they held before the run; later updates of
        them are taken back with it. What somebody edited since stays, and is listed. Fields, options and
        notes that were added stay too.
      </p>
      <p className={classes['words']}>
        The next update fills fields with the rule “Always” again, and those that are empty then. To keep them
        as they are, set their rule to “Never” in the mapping first.
      </p>
      {start.error ? (
        <Notice tone="negative" title="Undoing did not start">
          {toApiError(start.error).message}
        </Notice>
      ) : null}
      <Group gap="sm">
        <Button size="xs" loading={start.isPending} onClick={begin}>
          Undo {count(records, 'organization')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          Not now
        </Button>
      </Group>
    </Stack>
  );
}
