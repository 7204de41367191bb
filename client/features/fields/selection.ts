import type { FieldList, FieldRow } from '../../../server/mapping/mapping.contract.ts';

/** Which rows are shown. */
export type FieldFilter = 'all' | 'not_created' | 'created' | 'found' | 'broken';

/** The fields most useful first, narrowed to what somebody looks for. */
export function visibleRows(rows: FieldRow[], search: string, filter: FieldFilter): FieldRow[] {
  const wanted = search.trim().toLowerCase();
  return rows
    .filter(({ state }) => filter === 'all' || state === filter)
    .filter((row) =>
      [row.label, row.description, row.fieldName].some((text) => text.toLowerCase().includes(wanted)),
    )
    .toSorted((a, b) => a.priority - b.priority);
}

/** What is selected before anybody touched anything: the proposal at first, nothing once fields exist. */
export function firstSelection(rows: FieldRow[]): Set<string> {
  const untouched = rows.every(({ state }) => state === 'not_created' || state === 'found');
  return untouched ? fitting(rows) : new Set();
}

/** The best set that fits under the cap, as the server proposes it. */
export function fitting(rows: FieldRow[]): Set<string> {
  return new Set(
    rows.filter(({ state, proposed }) => state === 'not_created' && proposed).map(({ source }) => source),
  );
}

/** The selected sources that are in `state`. */
export function selectedIn(rows: FieldRow[], selected: Set<string>, state: FieldRow['state']): string[] {
  return rows.filter((row) => row.state === state && selected.has(row.source)).map(({ source }) => source);
}

/** How many more fields the cap allows, as far as we can see; null when the cap is not known. */
export function room({ used, limit }: FieldList['cap']): number | null {
  return limit === null ? null : Math.max(0, limit - used);
}
