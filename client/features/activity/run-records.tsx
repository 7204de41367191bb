import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunRecords as Page, RunRecordsQuery, RunView } from '../../../server/runs/runs.contract.ts';
import { calculationWords } from '../../ui/calculation-words.ts';
import { noteWords } from '../../ui/note-words.ts';
import { isUnderWay, reasonWords } from '../../ui/run-words.ts';
import { useRunRecords } from './queries.ts';
import { RecordList } from './record-list.tsx';
import { RetryButton } from './retry-button.tsx';

type Props = {
  run: RunView;
  outcome: RunRecordsQuery['outcome'];
  mayChange: boolean;
  labelOf: (source: string) => string;
  fieldOf: (code: string) => string;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** The organizations of a run that had this outcome, each with why; failed ones can be taken up again. */
export function RunRecords({ run, outcome, mayChange, labelOf, fieldOf, explain }: Props) {
  const query = useRunRecords(run.id, outcome);
  const place = `runs/${encodeURIComponent(run.id)}`;
  const mayRetry = mayChange && outcome === 'failed' && run.kind !== 'signals' && !isUnderWay(run);
  if (query.error && !query.data) return explain(query.error, () => void query.refetch());
  if (!query.data) return <p role="status">Loading</p>;
  const records = query.data.pages.flatMap((page) => page.records);
  if (records.length === 0)
    return <p>Single organizations are kept for 30 days: those of this run are not listed any more.</p>;
  return (
    <>
      {mayRetry ? (
        <Group mb="xs">
          <RetryButton place={place} organizationId={null} label="Retry all that failed" />
        </Group>
      ) : null}
      <RecordList
        label="Organizations of this run"
        records={records.map((record) => ({
          id: record.organizationId,
          says: <Reason record={record} outcome={outcome} labelOf={labelOf} fieldOf={fieldOf} />,
          action: mayRetry ? (
            <RetryButton place={place} organizationId={record.organizationId} label="Retry" />
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
  );
}

type ReasonProps = Pick<Props, 'outcome' | 'labelOf' | 'fieldOf'> & { record: Page['records'][number] };

function Reason({ record, outcome, labelOf, fieldOf }: ReasonProps) {
  if (outcome === 'written') return <>{record.sources.map(labelOf).join(', ')}</>;
  if (outcome === 'noted')
    return (
      <>
        {record.notes
          .map(
            ({ source, code, detail }) =>
              `${labelOf(source)}: ${noteWords(code)}${detail ? ` (${calculationWords(detail)})` : ''}`,
          )
          .join('; ')}
      </>
    );
  return (
    <>
      {reasonWords(record.code ?? 'unexpected_error')}
      {record.field ? `: ${fieldOf(record.field)}` : null}
    </>
  );
}
