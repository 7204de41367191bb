import type { RunView } from '../../../server/runs/runs.contract.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { type RunActions, RunProgress } from '../../ui/run-progress.tsx';
import { failures, isUnderWay, reasonWords } from '../../ui/run-words.ts';
import classes from './automatic-section.module.css';

type Props = { run: RunView; actions: RunActions | null };

/** How far a release is: progress while it is brought, what it came to afterwards. */
export function WeeklyRun({ run, actions }: Props) {
  const name = `Release ${formatInteger(run.release ?? 0)}`;
  if (isUnderWay(run)) {
    return (
      <RunProgress
        run={run}
        label={`${name} is brought to your organizations`}
        counters={`${name}: ${figures(run)}`}
        actions={actions}
      />
    );
  }
  return (
    <>
      {run.state === 'failed' ? (
        <Notice tone="negative" title={`${name} was not brought to all organizations`}>
          <p>
            {run.errorCode ? `${reasonWords(run.errorCode)}. ` : null}The next release makes up for it, or
            press “Enrich all” now.
          </p>
        </Notice>
      ) : null}
      {run.state === 'cancelled' ? (
        <Notice tone="info" title={`${name} was cancelled`}>
          <p>What it had written stays. The next release makes up for the rest, or press “Enrich all” now.</p>
        </Notice>
      ) : null}
      <p className={classes['muted']}>
        {name}: {figures(run)}
        {run.finishedAt ? (
          <>
            , {count(run.tokensUsed, 'API token')}, <RelativeTime at={run.finishedAt} />
          </>
        ) : null}
      </p>
    </>
  );
}

function figures(run: RunView): string {
  const skipped = Object.values(run.skipped).reduce((sum, value) => sum + value, 0);
  const parts = [
    `${formatInteger(run.written)} updated`,
    `${formatInteger(run.unchanged)} in step`,
    ...(skipped > 0 ? [`${formatInteger(skipped)} left out`] : []),
    `${formatInteger(failures(run))} failed`,
  ];
  return parts.join(', ');
}
