import type { CalculatedResult } from '../../expressions/types.ts';

const mostCharacters = 1000;

/**
 * A calculated result as people read it: money with its currency, lists with commas. Null stays null. The same for
 * every reader, so that a text somebody expects can be compared. At most 1,000 characters, as many as can be expected.
 */
export function resultText(value: CalculatedResult): string | null {
  if (value === null) return null;
  const text = Array.isArray(value) ? value.join(', ') : plainText(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

function plainText(value: string | number | { amount: number; currency: string }): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : `${value.amount} ${value.currency}`;
}
