import type {
  CalculatedValueView,
  EntrySettings,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import {
  type DraftChanges,
  differing,
  type EntryPatch,
  objectTypes,
  pruned,
  savedSettings,
} from './draft.ts';
import { sameValue } from './same-value.ts';

/** Something that somebody else saved and that is also in our unsaved changes, in another way. */
export type Conflict = { id: string; label: string } & (
  | { kind: 'row'; objectType: ObjectTypeName; source: string; theirs: EntrySettings; mine: EntrySettings }
  | { kind: 'value'; name: string; theirs: CalculatedValueView | null; mine: CalculatedValueView | null }
);

/**
 * Puts unsaved changes onto a view that somebody else saved. Where both changed a row, ours is kept for now and the
 * row is reported, so that a person can choose.
 */
export function rebaseDraft(
  base: MappingView,
  next: MappingView,
  changes: DraftChanges,
): { changes: DraftChanges; conflicts: Conflict[] } {
  const { calculated, conflicts: values } = rebaseCalculated(base, next, changes.calculated);
  const rebased = { ...changes, calculated };
  const conflicts: Conflict[] = [...values];
  for (const objectType of objectTypes) {
    const [before, after] = [base, next].map((view) => savedSettings(view, objectType, calculated));
    const labels = new Map(next[objectType].rows.map(({ source, label }) => [source, label]));
    const entries: Record<string, EntryPatch> = {};
    for (const [source, patch] of Object.entries(changes[objectType].entries)) {
      const [was, theirs] = [before?.get(source), after?.get(source)];
      if (!was || !theirs) continue;
      const mine = { ...was, ...patch };
      const both = !sameValue(was, theirs) && !sameValue(mine, theirs);
      entries[source] = both ? differing(theirs, mine) : patch;
      const label = labels.get(source) ?? source;
      if (both)
        conflicts.push({
          kind: 'row',
          id: `${objectType} ${source}`,
          label,
          objectType,
          source,
          theirs,
          mine,
        });
    }
    rebased[objectType] = { ...changes[objectType], entries };
  }
  return { changes: pruned(next, rebased), conflicts };
}

/** Their list with what we added, changed and deleted. */
function rebaseCalculated(
  base: MappingView,
  next: MappingView,
  mine: CalculatedValueView[] | null,
): { calculated: CalculatedValueView[] | null; conflicts: Conflict[] } {
  if (!mine) return { calculated: null, conflicts: [] };
  const byName = (values: CalculatedValueView[]) => new Map(values.map((value) => [value.name, value]));
  const [was, ours, theirs] = [byName(base.calculated), byName(mine), byName(next.calculated)];
  const conflicts: Conflict[] = [];
  const merged = new Map(theirs);
  for (const name of new Set([...was.keys(), ...ours.keys()])) {
    const [before, our, their] = [was.get(name), ours.get(name), theirs.get(name)];
    if (sameValue(before, our)) continue;
    if (our) merged.set(name, our);
    else merged.delete(name);
    if (sameValue(before, their) || sameValue(our, their)) continue;
    const label = their?.label ?? our?.label ?? name;
    conflicts.push({
      kind: 'value',
      id: `value ${name}`,
      label,
      name,
      theirs: their ?? null,
      mine: our ?? null,
    });
  }
  return { calculated: [...merged.values()], conflicts };
}

/** The changes with `conflict` decided for what the other one saved. */
export function takeTheirs(view: MappingView, changes: DraftChanges, conflict: Conflict): DraftChanges {
  if (conflict.kind === 'row') {
    const { [conflict.source]: _dropped, ...entries } = changes[conflict.objectType].entries;
    return { ...changes, [conflict.objectType]: { ...changes[conflict.objectType], entries } };
  }
  const { name, theirs } = conflict;
  const others = (changes.calculated ?? view.calculated).filter((value) => value.name !== name);
  return pruned(view, { ...changes, calculated: theirs ? [...others, theirs] : others });
}
