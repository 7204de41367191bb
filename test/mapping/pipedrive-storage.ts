import type { FieldValue } from '../../server/pipedrive/types.ts';

/**
 * A small model of what Pipedrive does with a written value, from pipedrive-api.md §2.9 and §3.5 alone.
 * Throws where it refuses.
 */
export function stored(
  value: FieldValue,
  type: string,
  decimals: Readonly<Record<string, number>>,
): FieldValue {
  if (value === null) return null;
  switch (type) {
    case 'varchar':
      return text(value, 255);
    case 'text':
      return text(value, 65_000);
    case 'double':
      return number(value);
    case 'monetary': {
      if (typeof value !== 'object' || Array.isArray(value)) throw new Error('not an amount');
      const places = decimals[String(value.currency)];
      if (places === undefined) throw new Error('currency not active');
      const amount = number(value.value);
      return { value: Math.round(amount * 10 ** places) / 10 ** places, currency: String(value.currency) };
    }
    case 'date': {
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new Error('not a date');
      const day = new Date(`${value}T00:00:00Z`);
      if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value)) throw new Error('no such day');
      return value;
    }
    default:
      throw new Error('type cannot be written');
  }
}

function text(value: FieldValue, limit: number): FieldValue {
  if (typeof value !== 'string') throw new Error('not a text');
  if (value.length > limit) throw new Error('too long');
  const kept = value.replace(/\r\n/g, '\n').trim();
  return kept === '' ? null : kept;
}

function number(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error('not a number');
  if (Math.abs(value) >= 1e14) throw new Error('more than 14 digits');
  return Number(value.toPrecision(14));
}
