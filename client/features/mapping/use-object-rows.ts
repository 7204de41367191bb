import { useMemo } from 'react';
import type { MappingProblem, ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import { rowsOf } from './calculated-rows.ts';
import type { DraftState } from './draft-state.ts';
import { currentSettings, stateWith } from './selection.ts';

/**
 * The rows of an object type with everything known of them, worked out once per change: settings with the unsaved
 * changes, fields by code, who fills which field, and the server's problems.
 */
export function useObjectRows({ view, changes, problems }: DraftState, objectType: ObjectTypeName) {
  const rows = useMemo(
    () => rowsOf(view, objectType, changes.calculated),
    [view, objectType, changes.calculated],
  );
  const settings = useMemo(() => currentSettings(view, objectType, changes), [view, objectType, changes]);
  const changed = useMemo(() => new Set(Object.keys(changes[objectType].entries)), [changes, objectType]);
  const targets = useMemo(
    () => new Map(view[objectType].targets.map((target) => [target.code, target])),
    [view, objectType],
  );
  const saved = useMemo(() => new Set(view[objectType].rows.map(({ source }) => source)), [view, objectType]);
  const said = useMemo(() => {
    const bySource = new Map<string, MappingProblem[]>();
    for (const problem of problems)
      if (problem.source !== null && (problem.objectType ?? objectType) === objectType)
        bySource.set(problem.source, [...(bySource.get(problem.source) ?? []), problem]);
    return bySource;
  }, [problems, objectType]);
  const settingsOf = (row: (typeof rows)[number]) => settings.get(row.source) ?? row.settings;
  /** Rows that wait for a field of their own, and that the server knows already. */
  const creatable = (row: (typeof rows)[number]) =>
    saved.has(row.source) && row.state === 'not_mapped' && stateWith(row, settingsOf(row)) === 'not_mapped';

  return { rows, settings, settingsOf, changed, targets, saved, problems: said, creatable };
}

export type ObjectRows = ReturnType<typeof useObjectRows>;
