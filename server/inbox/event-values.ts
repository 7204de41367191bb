import { readFieldValue } from '../pipedrive/shapes.ts';
import type { FieldValue } from '../pipedrive/types.ts';

/**
 * A custom field's value in a webhook, brought into the shape in which REST gives it: one canonical form, so that tags
 * compare (pipedrive-api.md 4.6). `undefined`: of a kind we do not know, so nothing can be said of it.
 */
export function unwrap(wrapped: unknown): FieldValue | undefined {
  if (wrapped === null || wrapped === undefined) return null;
  if (typeof wrapped !== 'object' || Array.isArray(wrapped) || !('type' in wrapped)) return undefined;
  const parts: Record<string, unknown> = { ...wrapped };
  const { type, ...rest } = parts;
  switch (type) {
    case 'varchar':
    case 'varchar_auto':
    case 'text':
    case 'phone':
    case 'double':
    case 'date':
      return readFieldValue(rest['value']);
    case 'monetary':
      return readFieldValue({ value: rest['value'] ?? null, currency: rest['currency'] ?? null });
    case 'enum':
    case 'user':
    case 'org':
    case 'people':
      return readFieldValue(rest['id']);
    case 'set':
      return optionIds(rest['values']);
    // Ranges begin with `from` here and with `value` in REST.
    case 'daterange':
    case 'timerange': {
      const { from, until, ...zone } = rest;
      return from == null && until == null ? null : readFieldValue({ value: from, until, ...zone });
    }
    case 'time':
    case 'address':
      return readFieldValue(rest);
    default:
      return undefined;
  }
}

function optionIds(values: unknown): FieldValue | undefined {
  if (values === null || values === undefined) return null;
  if (!Array.isArray(values)) return undefined;
  const ids = values.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'id' in each ? each.id : each,
  );
  if (ids.length === 0) return null;
  return ids.every((id) => typeof id === 'number') ? ids : undefined;
}
