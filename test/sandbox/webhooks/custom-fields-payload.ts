import type { CustomValue, Field } from '../world.ts';

/**
 * A custom field's value as webhooks write it (pipedrive-api.md 4.6): wrapped, with the type of the field beside it.
 * Ranges begin with `from` where REST has `value`; options are bare ids.
 */
export function customPayload(value: CustomValue | null, { type }: Pick<Field, 'type'>): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return { type, values: value.map((id) => ({ id })) };
  if (typeof value === 'object') return { type, ...objectParts(type, value) };
  return ['enum', 'user', 'org', 'people'].includes(type) ? { type, id: value } : { type, value };
}

function objectParts(type: string, value: Record<string, string | number | null>): Record<string, unknown> {
  switch (type) {
    case 'daterange':
      return { from: value['value'], until: value['until'] };
    case 'time':
      return { value: value['value'], timezone_id: value['timezone_id'] };
    case 'timerange':
      return { from: value['value'], until: value['until'], timezone_id: value['timezone_id'] };
    case 'address':
      return addressPayload(value);
    default:
      return value;
  }
}

/** An address in a webhook carries its whole text twice. */
export function addressPayload(address: Record<string, string | number | null>): Record<string, unknown> {
  return { ...address, formatted_address: address['value'] };
}
