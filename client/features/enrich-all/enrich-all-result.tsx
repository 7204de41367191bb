import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { failures, reasonWords } from '../../ui/run-words.ts';
import classes from './enrich-all-result.module.css';

/** How the last run ended, with counts by reason. */
export function EnrichAllResult({ run, notes }: { run: RunView; notes: ReactNode }) {
  return (
    <Stack gap="md">
      {run.state === 'failed' ? (
        <Notice tone="negative" title="The last run stopped">
          <p>
            {run.errorCode ? `${reasonWords(run.errorCode)}. ` : null}Start it again: what is in step already
            is not written again.
          </p>
        </Notice>
      ) : null}
      {run.state === 'cancelled' ? (
        <Notice tone="info" title="The last run was cancelled">
          <p>What it had written stays. Start it again to go on from there.</p>
        </Notice>
      ) : null}
      <Facts
        facts={[
          { label: 'Updated', value: formatInteger(run.written) },
          { label: 'Already in step', value: formatInteger(run.unchanged) },
          ...counts(run.skipped),
        ]}
      />
      {failures(run) > 0 ? (
        <Notice tone="warning" title={`${formatInteger(failures(run))} not updated`}>
          <ul className={classes['reasons']}>
            {Object.entries(run.failed).map(([code, value]) => (
              <li key={code}>
                {reasonWords(code)}: {formatInteger(value)}
              </li>
            ))}
          </ul>
          <p>Start the run again to retry them; the others are not written again.</p>
        </Notice>
      ) : null}
      {notes}
      {run.finishedAt ? (
        <p className={classes['when']}>
          Finished <RelativeTime at={run.finishedAt} />, {formatInteger(run.tokensUsed)} API tokens
          {gapWords(run.longestGapMs)}
        </p>
      ) : null}
    </Stack>
  );
}

/** An edit made within that time could be written over, so it is told where a rule protects edits. */
function gapWords(longestGapMs: number | null): string {
  if (longestGapMs === null) return '';
  const seconds = Math.max(1, Math.ceil(longestGapMs / 1000));
  return `, at most ${count(seconds, 'second')} between reading a record and writing it`;
}

function counts(reasons: Record<string, number>) {
  return Object.entries(reasons)
    .filter(([, value]) => value > 0)
    .map(([code, value]) => ({ label: reasonWords(code), value: formatInteger(value) }));
}
