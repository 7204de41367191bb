import { Box, Checkbox, Switch, Table } from '@mantine/core';
import type { FieldRow } from '../../../server/mapping/mapping.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './field-table.module.css';

type Props = {
  rows: FieldRow[];
  selected: Set<string>;
  canSelect: boolean;
  canEnable: boolean;
  onSelect: (source: string, on: boolean) => void;
  onEnable: (source: string, enabled: boolean) => void;
};

/** All fields with their state: to be created, to be taken over, or filled. */
export function FieldTable({ rows, selected, canSelect, canEnable, onSelect, onEnable }: Props) {
  if (rows.length === 0)
    return <p className={classes['empty']}>No field matches. Try another word or show all fields.</p>;
  return (
    // It scrolls, so it must be reachable by keyboard, also by those who may change nothing in it.
    <Box component="section" className={classes['scroll'] ?? ''} aria-label="List of fields" tabIndex={0}>
      <Table className={classes['table'] ?? ''} verticalSpacing={6} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <span className={classes['hidden']}>Select</span>
            </Table.Th>
            <Table.Th>Field</Table.Th>
            <Table.Th className={classes['type'] ?? ''}>Type</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th w={56}>Fill</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.source}>
              <Table.Td>
                {row.state === 'not_created' || row.state === 'found' ? (
                  <Checkbox
                    size="xs"
                    aria-label={`Select ${row.label}`}
                    checked={selected.has(row.source)}
                    disabled={!canSelect}
                    onChange={({ currentTarget }) => onSelect(row.source, currentTarget.checked)}
                  />
                ) : null}
              </Table.Td>
              <Table.Td>
                <div>{row.label}</div>
                <div className={classes['description']}>{row.description}</div>
              </Table.Td>
              <Table.Td className={classes['type'] ?? ''}>{row.typeLabel}</Table.Td>
              <Table.Td>
                <State row={row} />
              </Table.Td>
              <Table.Td>
                {row.state === 'created' || row.state === 'broken' ? (
                  <Switch
                    size="xs"
                    aria-label={`Fill ${row.label}`}
                    checked={row.enabled}
                    disabled={!canEnable}
                    onChange={({ currentTarget }) => onEnable(row.source, currentTarget.checked)}
                  />
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function State({ row: { state, enabled } }: { row: FieldRow }) {
  switch (state) {
    case 'not_created':
      return <Tag>Not created</Tag>;
    case 'found':
      return <Tag tone="info">Found</Tag>;
    case 'broken':
      return <Tag tone="negative">Refused by Pipedrive</Tag>;
    case 'created':
      return enabled ? <Tag tone="positive">Filled</Tag> : <Tag>Not filled</Tag>;
  }
}
