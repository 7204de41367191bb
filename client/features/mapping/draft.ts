import type {
  CalculatedValueView,
  EntrySettings,
  MappingChanges,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { rowsOf } from './calculated-rows.ts';
import { sameValue } from './same-value.ts';

/** What somebody changed of one row; settings that are not named are as saved. */
export type EntryPatch = Partial<EntrySettings>;
type ObjectPatch = { enabled: boolean | null; entries: Readonly<Record<string, EntryPatch>> };

/** Changes that are not saved yet. They lie on top of a view, so they survive when that view is replaced. */
export type DraftChanges = Readonly<Record<ObjectTypeName, ObjectPatch>> & {
  calculated: CalculatedValueView[] | null;
};

export const objectTypes: readonly ObjectTypeName[] = ['organization', 'person'];
const untouched: ObjectPatch = { enabled: null, entries: {} };
export const noChanges: DraftChanges = { organization: untouched, person: untouched, calculated: null };

/** Settings of each row as saved, by source; rows of new calculated values start from their defaults. */
export function savedSettings(
  view: MappingView,
  objectType: ObjectTypeName,
  calculated: CalculatedValueView[] | null,
): ReadonlyMap<string, EntrySettings> {
  return new Map(rowsOf(view, objectType, calculated).map(({ source, settings }) => [source, settings]));
}

/** The changes with `patch` on these rows; what equals the saved settings is no change. */
export function changeEntries(
  view: MappingView,
  changes: DraftChanges,
  objectType: ObjectTypeName,
  patches: ReadonlyMap<string, EntryPatch>,
): DraftChanges {
  const entries = { ...changes[objectType].entries };
  for (const [source, patch] of patches) entries[source] = { ...entries[source], ...patch };
  return pruned(view, { ...changes, [objectType]: { ...changes[objectType], entries } });
}

/** The changes without what the view already says, and without rows it does not have. */
export function pruned(view: MappingView, changes: DraftChanges): DraftChanges {
  const calculated =
    changes.calculated && sameValue(changes.calculated, view.calculated) ? null : changes.calculated;
  const object = (objectType: ObjectTypeName): ObjectPatch => {
    const { enabled, entries } = changes[objectType];
    const saved = savedSettings(view, objectType, calculated);
    const kept: Record<string, EntryPatch> = {};
    for (const [source, patch] of Object.entries(entries)) {
      const settings = saved.get(source);
      const left = settings ? differing(settings, patch) : {};
      if (Object.keys(left).length > 0) kept[source] = left;
    }
    return { enabled: enabled === view[objectType].enabled ? null : enabled, entries: kept };
  };
  return { organization: object('organization'), person: object('person'), calculated };
}

/** The part of `patch` that is not as in `settings`. */
export function differing(settings: EntrySettings, patch: EntryPatch): EntryPatch {
  const pairs = Object.entries(patch).filter(
    ([key, value]) => !sameValue(value, settings[key as keyof EntrySettings]),
  );
  return Object.fromEntries(pairs);
}

/** How many things would be saved: rows, switches, and the list of calculated values as one. */
export function countChanges(changes: DraftChanges): number {
  const perObject = objectTypes.map((objectType) => countIn(changes, objectType));
  return perObject.reduce((sum, count) => sum + count, 0) + (changes.calculated ? 1 : 0);
}

/** How many changes one object type has. */
export function countIn(changes: DraftChanges, objectType: ObjectTypeName): number {
  const { enabled, entries } = changes[objectType];
  return Object.keys(entries).length + (enabled === null ? 0 : 1);
}

/** The changes as the server takes them: whole settings of every changed row. */
export function toMappingChanges(view: MappingView, changes: DraftChanges): MappingChanges {
  const object = (objectType: ObjectTypeName) => {
    const { enabled, entries } = changes[objectType];
    const saved = savedSettings(view, objectType, changes.calculated);
    const whole: Record<string, EntrySettings> = {};
    for (const [source, patch] of Object.entries(entries)) {
      const settings = saved.get(source);
      if (settings) whole[source] = { ...settings, ...patch };
    }
    return { ...(enabled === null ? {} : { enabled }), entries: whole };
  };
  return {
    edition: view.edition,
    ...(countIn(changes, 'organization') > 0 ? { organization: object('organization') } : {}),
    ...(countIn(changes, 'person') > 0 ? { person: object('person') } : {}),
    ...(changes.calculated ? { calculated: changes.calculated } : {}),
  };
}
