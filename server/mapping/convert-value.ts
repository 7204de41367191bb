import type { FieldType, FieldValue } from '../pipedrive/types.ts';
import { roundNumber } from './canonical.ts';
import { cutText, joinList, largeTextLimit, shortTextLimit, tidyText } from './convert-text.ts';
import type { SourceValue } from './field-catalog.ts';

/** Why a value is shorter than its source, or was left out. */
export type NoteCode =
  | 'cut'
  | 'currency_not_active'
  | 'not_a_number'
  | 'not_a_date'
  | 'no_currency'
  | 'out_of_range'
  | 'type_not_supported';

export type ConvertContext = {
  /** Decimals of each active currency of the company; null: not known, two decimals and any currency. */
  currencies: ReadonlyMap<string, number> | null;
};

export type Converted = { value: FieldValue; note?: NoteCode } | { skip: NoteCode };

const largestNumber = 99_999_999_999_999;
const plainNumber = /^-?\d{1,14}(\.\d{1,20})?$/;

/**
 * Turns a value of the field catalogue into what a Pipedrive field of this type takes (pipedrive-api.md §2.9, §3.5).
 * Total: every source and every type gives a value, or `skip` with the reason. Absent and empty sources give null.
 * What comes out is as Pipedrive stores it, so reading it back gives the same.
 */
export function convertValue(source: SourceValue, type: FieldType, context: ConvertContext): Converted {
  if (source === null) return supported.has(type) ? { value: null } : { skip: 'type_not_supported' };
  if (type === 'varchar') return toText(source, shortTextLimit, false);
  if (type === 'text') return toText(source, largeTextLimit, true);
  if (type === 'double') return toNumber(source);
  if (type === 'monetary') return toMoney(source, context);
  if (type === 'date') return toDate(source);
  return { skip: 'type_not_supported' };
}

const supported: ReadonlySet<FieldType> = new Set(['varchar', 'text', 'double', 'monetary', 'date']);

function toText(source: NonNullable<SourceValue>, limit: number, keepLines: boolean): Converted {
  const { text, cut } = Array.isArray(source)
    ? joinList(source, limit)
    : cutText(typeof source === 'string' ? tidyText(source, keepLines) : plainText(source), limit);
  if (text === '') return { value: null };
  return cut ? { value: text, note: 'cut' } : { value: text };
}

function plainText(source: number | { amount: number; currency: string }): string {
  if (typeof source !== 'number') return tidyText(`${plainText(source.amount)} ${source.currency}`);
  return Number.isFinite(source) ? String(roundNumber(source)) : '';
}

function toNumber(source: NonNullable<SourceValue>): Converted {
  if (typeof source === 'string') {
    const text = source.trim();
    if (text === '') return { value: null };
    return plainNumber.test(text) ? bounded(Number(text)) : { skip: 'not_a_number' };
  }
  if (Array.isArray(source)) return source.length === 0 ? { value: null } : { skip: 'not_a_number' };
  return bounded(typeof source === 'number' ? source : source.amount);
}

function bounded(number: number): Converted {
  if (Number.isNaN(number)) return { skip: 'not_a_number' };
  if (Math.abs(number) > largestNumber) return { skip: 'out_of_range' };
  return { value: roundNumber(number) };
}

function toMoney(source: NonNullable<SourceValue>, { currencies }: ConvertContext): Converted {
  if (typeof source !== 'object' || Array.isArray(source)) return { skip: 'no_currency' };
  const currency = source.currency.trim().toUpperCase();
  if (currency === '') return { skip: 'no_currency' };
  const decimals = currencies === null ? 2 : currencies.get(currency);
  if (decimals === undefined) return { skip: 'currency_not_active' };
  const amount = bounded(source.amount);
  if ('skip' in amount || typeof amount.value !== 'number') return amount;
  return { value: { value: roundDecimals(amount.value, decimals), currency } };
}

/** Rounds half away from zero by the number's decimal writing, not by its binary value: 10.555 is 10.56. */
function roundDecimals(value: number, decimals: number): number {
  const shifted = Number(`${Math.abs(value)}e${decimals}`);
  // Numbers written with an exponent are far below any currency's smallest coin.
  const rounded = Number.isNaN(shifted) ? 0 : Number(`${Math.round(shifted)}e-${decimals}`);
  return rounded === 0 ? 0 : Math.sign(value) * rounded;
}

function toDate(source: NonNullable<SourceValue>): Converted {
  if (typeof source !== 'string') return { skip: 'not_a_date' };
  const text = source.trim();
  if (text === '') return { value: null };
  return isCalendarDay(text) ? { value: text } : { skip: 'not_a_date' };
}

/** True for a day that exists, `YYYY-MM-DD`. */
function isCalendarDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}
