import type { StoreDomain } from '../catalog/store.ts';
import type { FieldType, FieldValue } from '../pipedrive/types.ts';
import { type ConvertContext, convertValue, type NoteCode } from './convert-value.ts';
import { catalogField } from './field-catalog.ts';
import type { Mapping, Volatility, WriteRule } from './mapping.ts';

/** What a mapping wants one field of a record to hold. */
export type Desired = {
  /** Place of the entry in the mapping: its slot in the record's knowledge. */
  index: number;
  source: string;
  code: string;
  type: FieldType;
  /** `undefined`: leave the field alone (source missing and `keep`, or not convertible). `null`: empty it. */
  value: FieldValue | undefined;
  volatility: Volatility;
  rule: WriteRule;
  note?: NoteCode;
};

/**
 * What the record of a store should hold, by the mapping: one item for each entry that is enabled, has a target and
 * is not broken. Pure; the weekly run, the button and a preview call this same function.
 */
export function applyMapping(domain: StoreDomain, mapping: Mapping, context: ConvertContext): Desired[] {
  const desired: Desired[] = [];
  for (const [index, entry] of mapping.entries.entries()) {
    if (!entry.enabled || !entry.target || entry.broken) continue;
    const field = catalogField.get(entry.source);
    if (!field) continue;
    const { code, type } = entry.target;
    const converted = convertValue(field.derive(domain), type, context);
    const { source, volatility, rule } = entry;
    if ('skip' in converted) {
      desired.push({ index, source, code, type, value: undefined, volatility, rule, note: converted.skip });
      continue;
    }
    const value = converted.value === null && entry.whenMissing === 'keep' ? undefined : converted.value;
    const item: Desired = { index, source, code, type, value, volatility, rule };
    if (converted.note) item.note = converted.note;
    desired.push(item);
  }
  return desired;
}
