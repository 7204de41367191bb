import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { RecordHistory as History } from '../../../server/enrichment/activity.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { calculationWords } from '../../ui/calculation-words.ts';
import { causeWords } from '../../ui/cause-words.ts';
import { noteWords } from '../../ui/note-words.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { reasonWords } from '../../ui/run-words.ts';
import { useRecordHistory } from './queries.ts';
import classes from './record-history.module.css';

type Props = {
  organizationId: number;
  /** What can be done about it. */
  below: ReactNode;
};

/** What was done to the organization and why; asked for only when somebody opens it. */
export function RecordHistory({ organizationId, below }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className={classes['history']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>History</summary>
      {open ? (
        <>
          <Entries organizationId={organizationId} />
          {below}
        </>
      ) : null}
    </details>
  );
}

const hidden: Record<Exclude<History['recordState'], 'ok'>, string> = {
  deleted: 'This organization was deleted in Pipedrive.',
  no_access: 'You cannot see this organization in Pipedrive.',
  no_organization: 'This record has no organization.',
  budget_exhausted: 'Today’s share of API tokens is used up. Look again after the daily reset.',
};

function Entries({ organizationId }: { organizationId: number }) {
  const { data, error, isFetching, refetch } = useRecordHistory(organizationId);
  if (error && !data)
    return (
      <p role="alert">
        {toApiError(error).message}{' '}
        <Button size="compact-xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  if (!data) return <p role="status">Loading</p>;
  if (data.recordState !== 'ok') return <p>{hidden[data.recordState]}</p>;
  if (data.entries.length === 0) return <p>Nothing was done in the last {data.keptDays} days.</p>;
  return (
    <ol className={classes['entries']}>
      {data.entries.map((entry) => (
        <li key={`${entry.at} ${entry.runId}`}>
          <div>
            <b>{titleOf(entry)}</b> <RelativeTime at={entry.at} />
          </div>
          {entry.fields.length > 0 ? <div>{entry.fields.join(', ')}</div> : null}
          {entry.notes.map(({ field, code, detail }) => (
            <div key={`${field} ${code}`}>
              {field}: {noteWords(code)}
              {detail ? ` (${calculationWords(detail)})` : null}
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** What made it happen and what came of it: "Weekly update, 3 fields updated". */
function titleOf(entry: History['entries'][number]): string {
  return `${causeWords(entry)}, ${resultOf(entry)}`;
}

function resultOf({ outcome, code, field, fields, runKind }: History['entries'][number]): string {
  if (outcome === 'written' && runKind === 'signals') return 'note added';
  if (outcome === 'written')
    return fields.length === 1 ? '1 field updated' : `${fields.length} fields updated`;
  if (outcome === 'unchanged') return 'already in step';
  const why = reasonWords(code ?? 'unexpected_error');
  return `${outcome === 'failed' ? 'failed' : 'passed over'}: ${why}${field ? ` (${field})` : ''}`;
}
