import { Button, Group, Progress, Stack } from '@mantine/core';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './enrich-selected.module.css';
import type { EnrichProgress } from './use-enrich-selected.ts';

type Props = {
  /** Organizations with something to write. */
  ids: number[];
  progress: EnrichProgress;
  onStart: () => void;
  onStop: () => void;
  onAgain: () => void;
  onClose: () => void;
};

/** Writes what is shown, one organization after another, and says what became of each. */
export function EnrichSelected({ ids, progress, onStart, onStop, onAgain, onClose }: Props) {
  const { state, planned, records } = progress;
  if (state === 'working')
    return (
      <div className={classes['bar']}>
        <div className={classes['row']} role="status">
          {formatInteger(records.length)} of {count(planned, 'organization')}
        </div>
        <Progress.Root size="md">
          <Progress.Section value={(records.length / Math.max(1, planned)) * 100} aria-label="Enriching" />
        </Progress.Root>
        <Group justify="flex-end">
          <Button size="xs" variant="default" onClick={onStop}>
            Stop
          </Button>
        </Group>
      </div>
    );
  return (
    <Stack gap="md" className={classes['bar'] ?? ''}>
      {state === 'done' ? <Outcome progress={progress} /> : null}
      <Group gap="sm" justify="flex-end">
        {state === 'done' ? (
          <Button size="xs" variant="default" onClick={onAgain}>
            Look again
          </Button>
        ) : null}
        <Button size="xs" variant={state === 'done' ? 'filled' : 'default'} onClick={onClose}>
          Close
        </Button>
        {state === 'idle' ? (
          <Button size="xs" disabled={ids.length === 0} onClick={onStart}>
            {ids.length === 0 ? 'Nothing to write' : `Enrich ${count(ids.length, 'organization')}`}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}

function Outcome({ progress: { records, planned, stopped, error } }: { progress: EnrichProgress }) {
  const failed = records.filter(({ outcome }) => outcome === 'failed');
  const written = records.filter(({ outcome }) => outcome === 'written').length;
  const fields = records.reduce((sum, { fieldsWritten }) => sum + fieldsWritten, 0);
  const left = planned - records.length;
  const trouble = failed.length > 0 || stopped !== null || error !== null;
  const reasons = new Map<string, number>();
  for (const { message } of failed) {
    const words = message ?? 'It was not updated.';
    reasons.set(words, (reasons.get(words) ?? 0) + 1);
  }
  return (
    <Notice
      tone={error ? 'negative' : trouble ? 'warning' : 'positive'}
      title={
        left > 0
          ? `Stopped after ${formatInteger(records.length)} of ${count(planned, 'organization')}`
          : `${count(written, 'organization')} updated`
      }
    >
      {fields > 0 ? <p>Written: {count(fields, 'field')}.</p> : null}
      {error ? <p>{error.message}</p> : null}
      {stopped ? <p>{stopped.message}</p> : null}
      {left > 0 && written > 0 ? <p>{count(written, 'organization')} updated before that.</p> : null}
      {[...reasons].map(([words, times]) => (
        <p key={words}>
          {count(times, 'organization')} not updated: {words}
        </p>
      ))}
    </Notice>
  );
}
