import { isDeepStrictEqual } from 'node:util';
import type { Field } from '../pipedrive/types.ts';
import { defaultEntry, withNewFields } from './default-mapping.ts';
import type { EntrySettings, MappingChanges } from './mapping.contract.ts';
import {
  type CalculatedValue,
  calculatedName,
  type MappingEntry,
  type MappingTarget,
  type ObjectType,
  retired,
  type Volatility,
} from './mapping.ts';
import type { MappingRow } from './mapping-row.ts';
import { type ObjectFields, targetFields } from './object-fields.ts';

/** A mapping as it would be saved. */
export type MappingDraft = Pick<MappingRow, 'objects' | 'calculated'>;

/** Type of a target that Pipedrive does not have: nothing fits it. */
const noType = 'unknown';

/**
 * The mapping with changes on top. Entries keep their places; those that nothing changes stay the very same objects,
 * which tells `checkMapping` what a person touched. A calculated value that is deleted leaves a retired entry when it
 * has no target any more, otherwise the entry stays for `checkMapping` to refuse. Pure; refuses nothing itself.
 * @param row complete, see `completed`.
 */
export function mergeChanges(
  row: MappingDraft,
  changes: Pick<MappingChanges, ObjectType | 'calculated'>,
  fields: ObjectFields,
): MappingDraft {
  const calculated = changes.calculated ?? row.calculated;
  const merged = (objectType: ObjectType) => {
    const { enabled, entries, intents } = row.objects[objectType];
    const change = changes[objectType];
    const settings = new Map(Object.entries(change?.entries ?? {}));
    const targets = new Map(targetFields(fields[objectType], objectType).map((field) => [field.code, field]));
    const decide = (entry: MappingEntry) => decided(entry, settings.get(entry.source), targets);
    const kept = retire(entries.map(decide), calculated);
    return {
      enabled: change?.enabled ?? enabled,
      entries: withNewFields(kept, calculated).map(decide),
      intents,
    };
  };
  return { objects: { organization: merged('organization'), person: merged('person') }, calculated };
}

function decided(
  entry: MappingEntry,
  settings: EntrySettings | undefined,
  targets: ReadonlyMap<string, Field>,
): MappingEntry {
  if (!settings) return entry;
  const target = targetOf(settings.target, entry.target, targets);
  const moved = target?.code !== entry.target?.code || settings.enabled !== entry.enabled;
  const next: MappingEntry = {
    ...entry,
    ...settings,
    volatility: storable(settings.volatility),
    target,
    broken: moved ? null : entry.broken,
  };
  return isDeepStrictEqual(next, entry) ? entry : next;
}

/** Without keys that hold nothing. */
function storable(volatility: EntrySettings['volatility']): Volatility {
  if (volatility.kind !== 'tolerance') return volatility;
  const { plus, ...tolerance } = volatility;
  return plus === undefined ? tolerance : { ...tolerance, plus };
}

function targetOf(
  code: string | null,
  before: MappingTarget | null,
  targets: ReadonlyMap<string, Field>,
): MappingTarget | null {
  if (code === null) return null;
  const type = targets.get(code)?.type ?? (before?.code === code ? before.type : noType);
  return { code, type };
}

/** Deleted values give their place back, unless a field still hangs on it. */
function retire(entries: MappingEntry[], calculated: readonly CalculatedValue[]): MappingEntry[] {
  const names = new Set(calculated.map(({ name }) => name));
  return entries.map((entry) => {
    const name = calculatedName(entry.source);
    if (name === null || names.has(name) || entry.target) return entry;
    return { ...defaultEntry(retired), enabled: false };
  });
}
