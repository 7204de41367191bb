import type { FieldValue } from '../../pipedrive/types.ts';

const untidy = /^\s|\s$|[^\S ]|\s\s/;
const largestExact = 1e14;
const fewDigits = 1e9;

/**
 * One text for every shape in which a field's value can meet us: what REST answers, what we send and what
 * Pipedrive makes of it. Null, an empty text and a missing key are the same empty text. Blanks are folded,
 * because trimming and line ends are no difference a person meant; numbers are compared at 14 digits,
 * the most Pipedrive keeps (pipedrive-api.md §3.5).
 */
export function canonical(value: FieldValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) return [...value].sort((a, b) => a - b).join(',');
  if ('currency' in value && typeof value.value === 'number') {
    return `${canonicalNumber(value.value)} ${value.currency ?? ''}`;
  }
  return typeof value.value === 'string' ? canonicalText(value.value) : '';
}

/**
 * Rounds to what Pipedrive keeps: 14 digits, the one before the decimal point counted.
 * A number with more digits before the point is returned as it is.
 */
export function roundNumber(value: number): number {
  const size = Math.abs(value);
  if (size >= largestExact || Number.isInteger(value)) return value === 0 ? 0 : value;
  // A few decimals, as nearly all numbers have: the digits asked for below would all be zeros.
  if (size < fewDigits && Math.round(value * 1e4) / 1e4 === value) return value;
  const digitsBeforePoint = size < 10 ? 1 : Math.floor(Math.log10(size)) + 1;
  const rounded = Number(value.toFixed(Math.max(0, 14 - digitsBeforePoint)));
  return rounded === 0 ? 0 : rounded;
}

function canonicalNumber(value: number): string {
  return String(roundNumber(value));
}

function canonicalText(text: string): string {
  return untidy.test(text) ? text.trim().replace(/\s+/g, ' ') : text;
}
