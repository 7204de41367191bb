import type { Field } from '../pipedrive/types.ts';
import { type CatalogField, catalogField } from './field-catalog.ts';
import type { FieldRow } from './mapping.contract.ts';
import type { MappingEntry } from './mapping.ts';

/** Where an entry stands in Pipedrive: its own field, or an earlier install's that waits to be taken over. */
export type FieldState = { state: FieldRow['state']; field: Field | null };

/** Name of the field the app creates, e.g. `Store Leads: City`: never a name a person would choose by chance. */
export function fieldName(prefix: string, label: string): string {
  const clean = prefix.trim().replace(/[\s:]+$/, '');
  return `${clean === '' ? 'Store Leads' : clean}: ${label}`;
}

/**
 * The state of every entry of a mapping, by source.
 * @param fields the company's organization fields as read just now; a field that was deleted is not among them.
 */
export function fieldStates(
  entries: readonly MappingEntry[],
  fields: readonly Field[],
  prefix: string,
): ReadonlyMap<string, FieldState> {
  const byCode = new Map(fields.map((field) => [field.code, field]));
  const targets = new Set(entries.map((entry) => entry.target?.code));
  const free = fields.filter((field) => field.isCustom && !targets.has(field.code));
  const states = new Map<string, FieldState>();
  for (const entry of entries) {
    const source = catalogField.get(entry.source);
    if (source) states.set(entry.source, stateOf({ entry, source, byCode, free, prefix }));
  }
  return states;
}

function stateOf(input: {
  entry: MappingEntry;
  source: CatalogField;
  byCode: ReadonlyMap<string, Field>;
  free: readonly Field[];
  prefix: string;
}): FieldState {
  const { entry, source, byCode, free, prefix } = input;
  const own = entry.target && byCode.get(entry.target.code);
  if (own) return { state: entry.broken ? 'broken' : 'created', field: own };
  const found = free.find((field) => isOurs(field, source, prefix));
  if (found) return { state: 'found', field: found };
  return { state: entry.target ? 'broken' : 'not_created', field: null };
}

/** True for a field that has exactly the name and type the app would give it. */
function isOurs(field: Field, source: CatalogField, prefix: string): boolean {
  return field.type === source.pipedriveType && field.name.trim() === fieldName(prefix, source.label);
}
