import type { Field } from '../pipedrive/types.ts';
import { defaultSettings, settingsOf } from './entry-settings.ts';
import { type FieldState, fieldName, fieldStates, hasOurName } from './field-state.ts';
import type { EntrySettings, MappingRowView, ObjectView, TargetView } from './mapping.contract.ts';
import type { MappingEntry, ObjectType } from './mapping.ts';
import type { MappingInstallation } from './mapping-deps.ts';
import type { MappingRow } from './mapping-row.ts';
import { proposeFields } from './new-fields/propose-fields.ts';
import { targetFields } from './object-fields.ts';
import { type SourceInfo, sourcesOf } from './source-info.ts';

type Input = {
  row: MappingRow;
  objectType: ObjectType;
  /** All fields of the record type as read just now. */
  fields: readonly Field[];
  installation: Pick<MappingInstallation, 'fieldPrefix' | 'websiteField'>;
  /** How many custom fields may be proposed. */
  room: number;
};

/** The rows of one object type in the order of the catalogue (by label), and the fields that may be picked. Pure. */
export function objectView(input: Input): ObjectView {
  const { row, objectType, fields, installation, room } = input;
  const { enabled, entries } = row.objects[objectType];
  const prefix = installation.fieldPrefix;
  const sources = sourcesOf(row.calculated);
  const states = fieldStates({ entries, fields, prefix, sources });
  const without = [...sources.values()].filter(({ source }) => {
    const state = states.get(source);
    return state && !state.own && !state.found;
  });
  const proposed = proposeFields(without, room);
  const bySource = new Map(entries.map((entry) => [entry.source, entry]));
  const rows: MappingRowView[] = [];
  for (const info of sources.values()) {
    const [entry, state] = [bySource.get(info.source), states.get(info.source)];
    if (!entry || !state) continue;
    rows.push({ ...rowView(entry, state, info, prefix), proposed: proposed.has(info.source) });
  }
  return { enabled, rows, targets: targetViews(fields, objectType, installation.websiteField) };
}

function rowView(
  entry: MappingEntry,
  { state, brokenCode, own }: FieldState,
  info: SourceInfo,
  prefix: string,
): Omit<MappingRowView, 'proposed'> {
  const { newType, ...shown } = info;
  return {
    source: shown.source,
    label: shown.label,
    description: shown.description,
    group: shown.group,
    kind: shown.kind,
    unit: shown.unit,
    volatile: shown.volatility.kind !== 'exact',
    settings: settingsOf(entry),
    defaults: defaultsOf(info, own, prefix),
    state,
    brokenCode,
    targetName: own?.name ?? null,
    newField: { name: fieldName(prefix, shown.label), type: newType },
    priority: shown.priority,
  };
}

/** A fresh start: a field that somebody made for something else is not overwritten where a person typed. */
function defaultsOf(info: SourceInfo, own: Field | null, prefix: string): EntrySettings {
  const fresh = defaultSettings(info);
  return own && !hasOurName(own, info, prefix) ? { ...fresh, rule: 'if_empty_or_ours' } : fresh;
}

function targetViews(fields: readonly Field[], objectType: ObjectType, website: string | null): TargetView[] {
  return targetFields(fields, objectType)
    .filter(({ code }) => objectType === 'person' || code !== website)
    .map(({ code, name, type, isCustom, options }) => {
      const hasOptions = type === 'enum' || type === 'set';
      return { code, name, type, isCustom, options: hasOptions ? options.length : null };
    });
}
