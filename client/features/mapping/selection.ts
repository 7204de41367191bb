import type {
  EntrySettings,
  MappingRowView,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { calculatedGroup } from './calculated-rows.ts';
import { type DraftChanges, savedSettings } from './draft.ts';

/** Which rows are shown. */
export type RowFilter = 'all' | 'mapped' | 'not_mapped' | 'found' | 'broken' | 'changed';

/** Rows shown under one heading; `mapped` and `total` count those not shown as well. */
export type RowGroup = { name: string; rows: MappingRowView[]; mapped: number; total: number };

/** Settings of each row with the unsaved changes; a row that was not changed keeps its object. */
export function currentSettings(
  view: MappingView,
  objectType: ObjectTypeName,
  changes: DraftChanges,
): ReadonlyMap<string, EntrySettings> {
  const { entries } = changes[objectType];
  return new Map(
    [...savedSettings(view, objectType, changes.calculated)].map(([source, settings]) => {
      const patch = entries[source];
      return [source, patch ? { ...settings, ...patch } : settings];
    }),
  );
}

/** Where a row stands with its unsaved changes: as the server says, until its field is another one. */
export function stateWith(row: MappingRowView, settings: EntrySettings): MappingRowView['state'] {
  if (settings.target === row.settings.target) return row.state;
  return settings.target === null ? 'not_mapped' : 'mapped';
}

type Look = {
  rows: readonly MappingRowView[];
  settings: ReadonlyMap<string, EntrySettings>;
  changed: ReadonlySet<string>;
  search: string;
  filter: RowFilter;
};

/** The rows somebody looks for under their headings, the most useful first; calculated values come before all. */
export function groupedRows({ rows, settings, changed, search, filter }: Look): RowGroup[] {
  const wanted = search.trim().toLowerCase();
  const groups = new Map<string, RowGroup>();
  for (const row of rows.toSorted((a, b) => a.priority - b.priority)) {
    const group = groups.get(row.group) ?? { name: row.group, rows: [], mapped: 0, total: 0 };
    groups.set(row.group, group);
    group.total += 1;
    const state = stateWith(row, settings.get(row.source) ?? row.settings);
    if (state === 'mapped') group.mapped += 1;
    const shown = filter === 'all' || (filter === 'changed' ? changed.has(row.source) : state === filter);
    const texts = [row.label, row.description, row.targetName ?? '', row.newField.name];
    if (shown && texts.some((text) => text.toLowerCase().includes(wanted))) group.rows.push(row);
  }
  return [...groups.values()]
    .filter((group) => group.rows.length > 0)
    .toSorted((a, b) => Number(b.name === calculatedGroup) - Number(a.name === calculatedGroup));
}

/** What is selected before anybody touched anything: the proposal at first, nothing once fields exist. */
export function firstSelection(rows: readonly MappingRowView[]): Set<string> {
  const untouched = rows.every(({ state }) => state === 'not_mapped' || state === 'found');
  return untouched ? fitting(rows) : new Set();
}

/** The best set that fits under the cap, as the server proposes it. */
export function fitting(rows: readonly MappingRowView[]): Set<string> {
  return new Set(
    rows.filter(({ state, proposed }) => state === 'not_mapped' && proposed).map(({ source }) => source),
  );
}

/** How many more fields the cap allows, as far as we can see; null when the cap is not known. */
export function room({ used, limit }: MappingView['cap']): number | null {
  return limit === null ? null : Math.max(0, limit - used);
}

/** The settings a row has on a fresh start. Its field stays; in a field that was there before, typed values are safe. */
export function resetSettings(row: MappingRowView, targetName: string | null): Partial<EntrySettings> {
  const { target: _target, ...defaults } = row.defaults;
  const own = targetName === null || targetName === row.newField.name;
  return own ? defaults : { ...defaults, rule: 'if_empty_or_ours' };
}
