import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { count, formatDuration, formatInteger } from './format.ts';
import { Notice } from './notice.tsx';
import classes from './run-progress.module.css';
import { pauseWords, processed } from './run-words.ts';

/** What a person may do about a run under way; left out for somebody who may not. */
export type RunActions = { busy: boolean; onCancel: () => void; onPause?: () => void; onResume?: () => void };

type Props = { run: RunView; label: string; counters: ReactNode; actions: RunActions | null };

/** A run under way: how far it is, how long it still takes, and ways to let it wait or stop it. */
export function RunProgress({ run, label, counters, actions }: Props) {
  const done = processed(run);
  const share = run.planned ? Math.min(100, (done / run.planned) * 100) : 0;
  const about = run.plannedIsEstimate ? 'about ' : '';
  return (
    <div className={classes['box']}>
      {run.state === 'paused' ? (
        <Notice tone="warning" title="Paused">
          {pauseWords(run, Date.now())}
        </Notice>
      ) : null}
      <div className={classes['row']}>
        <span className={classes['words']}>
          {run.state === 'queued'
            ? 'Starting'
            : run.planned === null
              ? `${formatInteger(done)} so far`
              : `${formatInteger(done)} of ${about}${count(run.planned, 'organization')}`}
        </span>
        <span className={classes['left']}>
          {run.secondsLeft === null ? null : `${formatDuration(run.secondsLeft)} left`}
        </span>
      </div>
      <Progress.Root size="md">
        <Progress.Section
          value={share}
          aria-label={label}
          {...(run.state === 'paused' ? { color: 'gray' } : {})}
        />
      </Progress.Root>
      <div className={classes['row']}>
        <div className={classes['counters']}>{counters}</div>
        {actions ? <Actions run={run} {...actions} /> : null}
      </div>
    </div>
  );
}

function Actions({ run, busy, onCancel, onPause, onResume }: RunActions & { run: RunView }) {
  const small = { size: 'xs', variant: 'default', disabled: busy } as const;
  const isPausedByPerson = run.state === 'paused' && run.pauseReason === 'person';
  return (
    <div className={classes['actions']}>
      {onResume && isPausedByPerson ? (
        <Button {...small} onClick={onResume}>
          Resume
        </Button>
      ) : null}
      {onPause && !isPausedByPerson ? (
        <Button {...small} onClick={onPause}>
          Pause
        </Button>
      ) : null}
      <Button {...small} loading={busy} onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
