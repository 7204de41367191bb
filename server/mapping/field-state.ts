import type { Field } from '../pipedrive/types.ts';
import type { MappingRowView } from './mapping.contract.ts';
import type { MappingEntry } from './mapping.ts';
import type { SourceInfo } from './source-info.ts';

/** Where an entry stands in Pipedrive. */
export type FieldState = {
  state: MappingRowView['state'];
  brokenCode: string | null;
  /** The field it writes to, as it is now; null when it has none or that is gone. */
  own: Field | null;
  /** A field of an earlier install that waits to be taken over; null when there is none or `own` is there. */
  found: Field | null;
};

/** Name of the field the app creates, e.g. `Store Leads: City`: never a name a person would choose by chance. */
export function fieldName(prefix: string, label: string): string {
  const clean = prefix.trim().replace(/[\s:]+$/, '');
  return `${clean === '' ? 'Store Leads' : clean}: ${label}`;
}

/**
 * The state of every entry of a mapping, by source.
 * @param input.fields fields of the record type as read just now; one that was deleted is not among them.
 */
export function fieldStates(input: {
  entries: readonly MappingEntry[];
  fields: readonly Field[];
  prefix: string;
  sources: ReadonlyMap<string, SourceInfo>;
}): ReadonlyMap<string, FieldState> {
  const { entries, fields, prefix, sources } = input;
  const byCode = new Map(fields.map((field) => [field.code, field]));
  const targets = new Set(entries.map((entry) => entry.target?.code));
  const free = fields.filter((field) => field.isCustom && !targets.has(field.code));
  const states = new Map<string, FieldState>();
  for (const entry of entries) {
    const source = sources.get(entry.source);
    if (!source) continue;
    const own = (entry.target && byCode.get(entry.target.code)) ?? null;
    const found = own ? null : (free.find((field) => wouldBeOurs(field, source, prefix)) ?? null);
    states.set(entry.source, { ...standing(entry, own, found), own, found });
  }
  return states;
}

/** True for a field that has exactly the name the app would give it. */
export function hasOurName(field: Field, source: SourceInfo, prefix: string): boolean {
  return field.isCustom && field.name.trim() === fieldName(prefix, source.label);
}

function wouldBeOurs(field: Field, source: SourceInfo, prefix: string): boolean {
  return field.type === source.newType && hasOurName(field, source, prefix);
}

function standing(
  { target, broken }: MappingEntry,
  own: Field | null,
  found: Field | null,
): Pick<FieldState, 'state' | 'brokenCode'> {
  if (own) return { state: broken ? 'broken' : 'mapped', brokenCode: broken?.code ?? null };
  if (target) return { state: 'broken', brokenCode: 'target_gone' };
  return { state: found ? 'found' : 'not_mapped', brokenCode: null };
}
