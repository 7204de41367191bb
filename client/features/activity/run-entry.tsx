import { UnstyledButton } from '@mantine/core';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import { type ReactNode, useId, useState } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { formatInteger } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { type RunActions, RunProgress } from '../../ui/run-progress.tsx';
import { failures, isUnderWay, kindWords, stateWords } from '../../ui/run-words.ts';
import { Tag, type Tone } from '../../ui/tag.tsx';
import { userWords } from '../../ui/user-words.ts';
import classes from './activity.module.css';
import { RunOutcome } from './run-outcome.tsx';

type Props = {
  run: RunView;
  you: number | null;
  mayChange: boolean;
  actionsFor: (run: RunView) => RunActions | null;
  labelOf: (source: string) => string;
  fieldOf: (code: string) => string;
  explain: (error: Error, retry: () => void) => ReactNode;
  undo: (run: RunView) => ReactNode;
};

const tones: Record<RunView['state'], Tone> = {
  queued: 'accent',
  running: 'accent',
  paused: 'warning',
  done: 'positive',
  done_with_errors: 'warning',
  cancelled: 'neutral',
  failed: 'negative',
  superseded: 'neutral',
};

/** One run: what it is, who started it and how it stands; the rest when somebody opens it. */
export function RunEntry({ run, you, actionsFor, ...shared }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const by = run.startedByUserId === 0 ? 'by itself' : `by ${userWords(run.startedByUserId, you)}`;
  return (
    <li className={classes['run']}>
      <UnstyledButton
        className={classes['head'] ?? ''}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={16} aria-hidden className={classes['chevron'] ?? ''} />
        <b>{kindWords(run.kind)}</b>
        <Tag tone={tones[run.state]}>{stateWords(run.state)}</Tag>
        <span className={classes['detail']}>
          {run.createdAt ? <RelativeTime at={run.createdAt} /> : null} {by}
        </span>
        <span className={classes['sum']}>{sumWords(run)}</span>
      </UnstyledButton>
      <div id={id} hidden={!open} className={classes['body']}>
        {open ? (
          <>
            {isUnderWay(run) ? (
              <RunProgress
                run={run}
                label={kindWords(run.kind)}
                counters={`${formatInteger(run.tokensUsed)} API tokens so far`}
                actions={actionsFor(run)}
              />
            ) : null}
            <RunOutcome run={run} {...shared} />
          </>
        ) : null}
      </div>
    </li>
  );
}

/** The run in numbers, as short as can be. */
function sumWords(run: RunView): string {
  const failed = failures(run);
  const done = run.kind === 'scan' ? run.written + run.unchanged : run.written;
  const words = {
    scan: 'matched',
    preview: 'would change',
    repair: 'changed',
    signals: 'told',
    undo: 'given back',
  } as const;
  const word = run.kind in words ? words[run.kind as keyof typeof words] : 'updated';
  return `${formatInteger(done)} ${word}${failed > 0 ? `, ${formatInteger(failed)} failed` : ''}`;
}
