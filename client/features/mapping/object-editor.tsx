import { Stack } from '@mantine/core';
import { type Dispatch, useMemo, useState } from 'react';
import type {
  EntrySettings,
  MappingRowView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { BrokenNotice } from './broken-notice.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { CannotCreate } from './cannot-create.tsx';
import { CapMeter } from './cap-meter.tsx';
import { CreateResult } from './create-result.tsx';
import type { EntryPatch } from './draft.ts';
import type { DraftAction, DraftState } from './draft-state.ts';
import type { RowActions } from './mapping-row.tsx';
import { MappingTable, type OpenRow } from './mapping-table.tsx';
import { MappingToolbar } from './mapping-toolbar.tsx';
import { useStatePlan } from './queries.ts';
import { RowDetails } from './row-details.tsx';
import { fitting, groupedRows, type RowFilter, resetSettings, stateWith } from './selection.ts';
import { useCreation } from './use-creation.ts';
import { useObjectRows } from './use-object-rows.ts';
import { useRowSelection } from './use-row-selection.ts';

type Props = {
  objectType: ObjectTypeName;
  state: DraftState;
  dispatch: Dispatch<DraftAction>;
  canChange: boolean;
  you: number | null;
  /** Whether calculated values are part of the plan. */
  calculates: boolean;
  onEditExpression: ((name: string) => void) | null;
};

/** The rows of one object type with everything that can be done to them. */
export function ObjectEditor(props: Props) {
  const { objectType, state, dispatch, canChange, you, calculates, onEditExpression } = props;
  const { view } = state;
  const about = useObjectRows(state, objectType);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<RowFilter>('all');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<OpenRow>(null);
  const { selected, select, set, clear } = useRowSelection(about.rows);
  const creation = useCreation(objectType, clear);
  const plan = useStatePlan();
  const canCreate = canChange && view.canCreate.allowed;
  const error = creation.error ?? plan.error;
  const groups = groupedRows({ ...about, search, filter });
  const shown = groups.flatMap(({ rows }) => rows);

  const actions = useMemo(
    (): RowActions => ({
      select: (source, on) => select([source], on),
      change: (source, patch) => dispatch({ type: 'edit', objectType, patches: new Map([[source, patch]]) }),
      unfold: (source, part) => setOpen(part && { source, part, picked: false }),
    }),
    [dispatch, objectType, select],
  );
  const changeRows = (rows: readonly MappingRowView[], patch: (row: MappingRowView) => EntryPatch) =>
    dispatch({ type: 'edit', objectType, patches: new Map(rows.map((row) => [row.source, patch(row)])) });
  const reset = (row: MappingRowView) => {
    const { target } = about.settingsOf(row);
    return resetSettings(row, target === null ? null : (about.targets.get(target)?.name ?? null));
  };
  const chosen = about.rows.filter(({ source }) => selected.has(source));
  const toCreate = chosen.filter(about.creatable).map(({ source }) => source);
  const found = about.rows.filter(({ state: at }) => at === 'found');
  const foundChosen = found.filter(({ source }) => selected.has(source));
  // Taking over is nearly always meant for all of them, so no selection means all.
  const toTakeOver = (foundChosen.length > 0 ? foundChosen : found).map(({ source }) => source);
  const broken = about.rows.filter((row) => stateWith(row, about.settingsOf(row)) === 'broken');
  const showBroken = (alone: boolean) => {
    setFilter(alone ? 'broken' : 'all');
    setSearch('');
    setFolded(new Set());
  };
  const fold = (name: string) =>
    setFolded(
      (before) =>
        new Set(before.has(name) ? [...before].filter((other) => other !== name) : [...before, name]),
    );

  return (
    <Stack gap="md">
      {canChange ? <CannotCreate canCreate={view.canCreate} you={you} /> : null}
      <CapMeter cap={view.cap} selected={toCreate.length} canState={canChange} onState={plan.mutate} />
      {creation.result ? <CreateResult result={creation.result} objectType={objectType} /> : null}
      {error ? (
        <Notice tone="negative" title="That did not work">
          {toApiError(error).message}
        </Notice>
      ) : null}
      <BrokenNotice rows={broken} shown={filter === 'broken'} onShow={showBroken} />
      <MappingToolbar
        search={search}
        filter={filter}
        canSelect={canChange}
        onSearch={setSearch}
        onFilter={setFilter}
        onSelectFitting={() => set(fitting(about.rows))}
        onSelectShown={() => set(new Set(shown.map(({ source }) => source)))}
        onClear={clear}
        onCollapse={(all) => setFolded(new Set(all ? about.rows.map(({ group }) => group) : []))}
        onResetAll={() => changeRows(about.rows, reset)}
      />
      <MappingTable
        groups={groups}
        about={about}
        selected={selected}
        // Whoever searches wants to see what was found.
        folded={search.trim() === '' ? folded : new Set()}
        open={open}
        canChange={canChange}
        calculates={calculates}
        actions={actions}
        onFold={fold}
        onSelect={select}
        details={(row) =>
          open ? (
            <RowDetails
              row={row}
              open={open}
              objectType={objectType}
              view={view}
              about={about}
              creation={creation}
              canChange={canChange}
              onChange={(patch) => actions.change(row.source, patch)}
              onOpen={setOpen}
              onEditExpression={onEditExpression}
            />
          ) : null
        }
      />
      <BulkBar
        cap={view.cap}
        selected={chosen.length}
        toCreate={toCreate}
        toTakeOver={toTakeOver}
        canCreate={canCreate}
        canChange={canChange}
        busy={creation.busy}
        creating={creation.creating}
        onCreate={creation.create}
        onTakeOver={creation.takeOver}
        onChange={(patch: Partial<EntrySettings>) => changeRows(chosen, () => patch)}
        onReset={() => changeRows(chosen, reset)}
      />
    </Stack>
  );
}
