import { Stack } from '@mantine/core';
import { useState } from 'react';
import type { FieldList } from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Notice } from '../../ui/notice.tsx';
import { CapMeter } from './cap-meter.tsx';
import { CreateBar } from './create-bar.tsx';
import { CreateResult } from './create-result.tsx';
import { FieldTable } from './field-table.tsx';
import { FieldToolbar } from './field-toolbar.tsx';
import { useSetFieldEnabled, useStatePlan } from './queries.ts';
import { type FieldFilter, firstSelection, fitting, selectedIn, visibleRows } from './selection.ts';
import { useCreation } from './use-creation.ts';

/** The list of fields with everything that can be done to it. */
export function FieldsEditor({ list, canChange }: { list: FieldList; canChange: boolean }) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<FieldFilter>('all');
  const [touched, setTouched] = useState<Set<string> | null>(null);
  const selected = touched ?? firstSelection(list.rows);
  const creation = useCreation(() => setTouched(new Set()));
  const plan = useStatePlan();
  const enabling = useSetFieldEnabled();
  const toCreate = selectedIn(list.rows, selected, 'not_created');
  const toTakeOver = selectedIn(list.rows, selected, 'found');
  const canCreate = canChange && list.canCreate.allowed;
  const error = creation.error ?? plan.error ?? enabling.error;

  const select = (source: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(source);
    else next.delete(source);
    setTouched(next);
  };

  return (
    <Stack gap="md">
      {canChange ? <CannotCreate canCreate={list.canCreate} /> : null}
      <CapMeter cap={list.cap} selected={toCreate.length} canState={canChange} onState={plan.mutate} />
      {creation.result ? <CreateResult result={creation.result} /> : null}
      {error ? (
        <Notice tone="negative" title="That did not work">
          {toApiError(error).message}
        </Notice>
      ) : null}
      <FieldToolbar
        search={search}
        filter={filter}
        canSelect={canCreate}
        onSearch={setSearch}
        onFilter={setFilter}
        onSelectFitting={() => setTouched(fitting(list.rows))}
        onClear={() => setTouched(new Set())}
      />
      <FieldTable
        rows={visibleRows(list.rows, search, filter)}
        selected={selected}
        canSelect={canChange}
        canEnable={canChange && !enabling.isPending}
        onSelect={select}
        onEnable={(source, enabled) => enabling.mutate({ source, enabled })}
      />
      <CreateBar
        list={list}
        toCreate={toCreate}
        toTakeOver={toTakeOver}
        canCreate={canCreate}
        canTakeOver={canChange}
        busy={creation.busy}
        onCreate={creation.create}
        onTakeOver={creation.takeOver}
      />
    </Stack>
  );
}

function CannotCreate({ canCreate: { allowed, message, usersWhoCan } }: Pick<FieldList, 'canCreate'>) {
  if (allowed) return null;
  return (
    <Notice tone="warning" title="You cannot create fields">
      <p>
        {message ?? 'Pipedrive does not let you add custom fields.'}
        {usersWhoCan.length > 0
          ? ` Connected users who can: ${usersWhoCan.map((id) => `user ${id}`).join(', ')}.`
          : null}
      </p>
    </Notice>
  );
}
