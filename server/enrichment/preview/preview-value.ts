import type { Field, FieldValue } from '../../pipedrive/types.ts';
import type { ShownValue } from './preview.contract.ts';

/**
 * A field's value for people: options by their labels, amounts with their currency, everything else as it is.
 * @param field the field as Pipedrive lists it; undefined where it is not listed
 * @param supposed labels by the numbers a preview gave to options that do not exist yet
 */
export function shownValue(
  value: FieldValue | undefined,
  field: Pick<Field, 'options'> | undefined,
  supposed: ReadonlyMap<number, string> = new Map(),
): ShownValue {
  if (value === undefined || value === null || value === '') return null;
  const labels = new Map(field?.options.map(({ id, label }) => [Number(id), label]));
  const labelOf = (id: number) => supposed.get(id) ?? labels.get(id) ?? `Option ${id}`;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(labelOf);
  if (typeof value === 'number') return labels.size > 0 || supposed.has(value) ? labelOf(value) : value;
  if (typeof value === 'string') return value;
  if (typeof value.value === 'number') return { amount: value.value, currency: value.currency ?? '' };
  return value.value === '' ? null : value.value;
}
