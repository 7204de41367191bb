import { Box, Stack, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatInteger, formatTimeTaken } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { isDone, reasonWords } from '../../ui/run-words.ts';
import classes from './everything-result.module.css';
import { useWriteCost } from './queries.ts';

type Props = { run: RunView; labelOf: (source: string) => string; notes: ReactNode };

/** What a preview of everything found: by record, by field, and what writing it would take. */
export function EverythingResult({ run, labelOf, notes }: Props) {
  const cost = useWriteCost(run);
  const bySource = Object.entries(run.fieldsToWrite).sort(([, a], [, b]) => b - a);
  return (
    <Stack gap="md">
      {isDone(run) ? null : (
        <Notice
          tone="warning"
          title={run.state === 'cancelled' ? 'This preview was cancelled' : 'This preview stopped'}
        >
          <p>
            {run.errorCode ? `${reasonWords(run.errorCode)}. ` : null}The numbers are those of the part it
            looked at.
          </p>
        </Notice>
      )}
      <Facts
        facts={[
          { label: 'Would be written', value: formatInteger(run.written) },
          { label: 'In step', value: formatInteger(run.unchanged) },
          ...reasonFacts(run.skipped),
          ...reasonFacts(run.failed),
          ...(cost.data
            ? [
                { label: 'API tokens', value: `about ${formatInteger(cost.data.tokens)}` },
                { label: 'Time', value: formatTimeTaken(cost.data.seconds, Date.now()) },
              ]
            : []),
        ]}
      />
      {bySource.length > 0 ? (
        <Box
          component="section"
          className={classes['scroll'] ?? ''}
          aria-label="Changes by field"
          tabIndex={0}
        >
          <Table className={classes['table'] ?? ''} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Field</Table.Th>
                <Table.Th className={classes['number'] ?? ''}>Organizations</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {bySource.map(([source, records]) => (
                <Table.Tr key={source}>
                  <Table.Td>{labelOf(source)}</Table.Td>
                  <Table.Td className={classes['number'] ?? ''}>{formatInteger(records)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Box>
      ) : null}
      {notes}
      {run.finishedAt ? (
        <p className={classes['when']}>
          Looked <RelativeTime at={run.finishedAt} />, {formatInteger(run.tokensUsed)} API tokens. Nothing was
          written.
        </p>
      ) : null}
    </Stack>
  );
}

function reasonFacts(reasons: Record<string, number>) {
  return Object.entries(reasons)
    .filter(([, value]) => value > 0)
    .map(([code, value]) => ({ label: reasonWords(code), value: formatInteger(value) }));
}
