import { Box } from '@mantine/core';
import type { ReactNode } from 'react';
import type { MappingRowView } from '../../../server/mapping/mapping.contract.ts';
import { calculatedNameOf } from './calculated-rows.ts';
import { MappingRow, type RowActions, type RowPart } from './mapping-row.tsx';
import classes from './mapping-table.module.css';
import { RowGroup } from './row-group.tsx';
import type { RowGroup as Group } from './selection.ts';
import type { ObjectRows } from './use-object-rows.ts';

export type OpenRow = { source: string; part: RowPart; picked: boolean } | null;

type Props = {
  groups: readonly Group[];
  about: ObjectRows;
  selected: ReadonlySet<string>;
  folded: ReadonlySet<string>;
  open: OpenRow;
  canChange: boolean;
  /** Whether calculated values are part of the plan. */
  calculates: boolean;
  actions: RowActions;
  onFold: (name: string) => void;
  onSelect: (sources: string[], on: boolean) => void;
  details: (row: MappingRowView) => ReactNode;
};

/** All rows under their headings. */
export function MappingTable(props: Props) {
  const { groups, about, selected, folded, open, canChange, calculates, actions, onFold, onSelect, details } =
    props;
  if (groups.length === 0)
    return <p className={classes['empty']}>No field matches. Try another word or show all rows.</p>;
  return (
    // It scrolls, so it must be reachable by keyboard, also by those who may change nothing in it.
    <Box component="section" className={classes['scroll'] ?? ''} aria-label="List of fields" tabIndex={0}>
      {groups.map((group) => (
        <RowGroup
          key={group.name}
          group={group}
          selected={selected}
          folded={folded.has(group.name)}
          canChange={canChange}
          onFold={onFold}
          onSelect={onSelect}
        >
          {group.rows.map((row) => {
            const settings = about.settingsOf(row);
            const isOpen = open?.source === row.source;
            return (
              <MappingRow
                key={row.source}
                row={row}
                settings={settings}
                target={settings.target === null ? undefined : about.targets.get(settings.target)}
                changed={about.changed.has(row.source)}
                selected={selected.has(row.source)}
                inPlan={calculates || calculatedNameOf(row.source) === null}
                part={isOpen ? open.part : null}
                problems={about.problems.get(row.source)}
                canChange={canChange}
                actions={actions}
              >
                {isOpen ? details(row) : null}
              </MappingRow>
            );
          })}
        </RowGroup>
      ))}
    </Box>
  );
}
