import { Stack } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { RunRecordsQuery, RunView } from '../../../server/runs/runs.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { failures, isUnderWay, reasonWords } from '../../ui/run-words.ts';
import { Tabs } from '../../ui/tabs.tsx';
import classes from './activity.module.css';
import { RunRecords } from './run-records.tsx';

type Props = {
  run: RunView;
  mayChange: boolean;
  labelOf: (source: string) => string;
  fieldOf: (code: string) => string;
  explain: (error: Error, retry: () => void) => ReactNode;
  /** What takes a finished run back; null where it cannot be. */
  undo: (run: RunView) => ReactNode;
};

/** What it means that a record is written, where that is not an update. */
const writtenWords: Partial<Record<RunView['kind'], string>> = {
  scan: 'Newly matched',
  signals: 'Note added',
  undo: 'Given back',
};

type Outcome = RunRecordsQuery['outcome'];

/** A run in numbers by reason, and which organizations are behind them. */
export function RunOutcome({ run, undo, ...shared }: Props) {
  const facts = [
    { label: writtenWords[run.kind] ?? 'Updated', value: formatInteger(run.written) },
    { label: 'Already in step', value: formatInteger(run.unchanged) },
    ...byReason(run.skipped),
    ...byReason(run.failed),
    { label: 'API tokens', value: formatInteger(run.tokensUsed) },
  ];
  return (
    <Stack gap="md">
      {run.state === 'failed' ? (
        <Notice tone="negative" title="This run stopped before its end">
          <p>{run.errorCode ? `${reasonWords(run.errorCode)}.` : 'Start it again to go on from there.'}</p>
        </Notice>
      ) : null}
      <Facts facts={facts} />
      {run.finishedAt ? (
        <p className={classes['detail']}>
          Finished <RelativeTime at={run.finishedAt} />
        </p>
      ) : null}
      {listed(run) ? <Records run={run} {...shared} /> : null}
      {run.finishedAt ? undo(run) : null}
    </Stack>
  );
}

function byReason(reasons: Record<string, number>) {
  return Object.entries(reasons)
    .filter(([, value]) => value > 0)
    .map(([code, value]) => ({ label: reasonWords(code), value: formatInteger(value) }));
}

/** A scan and a preview leave no trace of single records. */
const listed = ({ kind }: RunView) => kind !== 'scan' && kind !== 'preview';

function Records({ run, ...shared }: Omit<Props, 'undo'>) {
  const id = useId();
  const some: { value: Outcome; label: string }[] = [
    { value: 'failed' as const, size: failures(run) },
    { value: 'written' as const, size: run.written },
    { value: 'skipped' as const, size: sum(run.skipped) - notListed(run) },
    { value: 'noted' as const, size: sum(run.notes) },
  ]
    .filter(({ size }) => size > 0)
    .map(({ value, size }) => ({
      value,
      label: tabLabel(run, value, size),
    }));
  const [chosen, choose] = useState<Outcome | null>(null);
  const shown = some.find(({ value }) => value === chosen)?.value ?? some[0]?.value;
  if (!shown)
    return isUnderWay(run) ? null : <p className={classes['detail']}>{count(0, 'organization')} to list.</p>;
  return (
    <div>
      <Tabs label="Organizations" tabs={some} value={shown} controls={id} onChange={choose} />
      <div id={id} role="tabpanel" aria-labelledby={`${id}-${shown}`} className={classes['records']}>
        <RunRecords key={shown} run={run} outcome={shown} {...shared} />
      </div>
    </div>
  );
}

/** Passed over for what is no matter of the single organization, or listed by itself. */
const notListed = ({ kind, skipped }: RunView) =>
  [...unlisted, ...(kind === 'weekly' ? unlistedWeekly : [])].reduce(
    (total, code) => total + (skipped[code] ?? 0),
    0,
  );
const unlisted = ['dead_letter', 'object_not_enabled'];
/** Of these a release says nothing week after week: people see them in the panel and in what they start themselves. */
const unlistedWeekly = ['no_store', 'out_of_plan'];
function tabLabel(run: RunView, value: Outcome, size: number): string {
  if (value === 'noted') return run.kind === 'undo' ? 'Fields left alone' : 'Cut or left out';
  const name = value === 'written' && run.kind === 'undo' ? 'Given back' : names[value];
  return `${name} ${formatInteger(size)}`;
}

const names = { failed: 'Failed', written: 'Updated', skipped: 'Passed over' } as const;
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0);
