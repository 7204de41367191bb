import type { FieldType } from '../../pipedrive/types.ts';
import type { SourceValue } from '../fields/field-catalog.ts';
import { fits, type SourceKind } from './compatibility.contract.ts';
import { toMoney, toNumber, toWholeNumber } from './convert-number.ts';
import { type FieldOptions, toOption, toOptions } from './convert-option.ts';
import {
  cutText,
  largeTextLimit,
  listItems,
  plainText,
  shortTextLimit,
  tidyText,
  toText,
} from './convert-text.ts';
import type { Converted, Present } from './converted.ts';

export type { Converted } from './converted.ts';
export type { NoteCode } from './note.contract.ts';

/** What is known of the company while values are converted. */
export type ConvertContext = {
  /** Decimals of each active currency of the company; null: not known, two decimals and any currency. */
  currencies: ReadonlyMap<string, number> | null;
  /** Options of a single or multiple options field by its code; null: they could not be read. */
  options: (code: string) => FieldOptions | null;
};

/** The field a value is converted for, and what becomes of labels it has no option for. */
export type ConvertTarget = { code: string; type: FieldType; newOption: 'skip' | 'create' };

/** Turns what a source says into what fields of one type take. */
export type Conversion = (
  source: Present,
  target: Omit<ConvertTarget, 'type'>,
  context: ConvertContext,
) => Converted;

/** One for each type of the matrix in compatibility.contract.ts that takes anything (pipedrive-api.md §2.9, §3.5). */
const conversions: ReadonlyMap<FieldType, Conversion> = new Map<FieldType, Conversion>([
  ['varchar', (source) => toText(source, shortTextLimit)],
  ['varchar_auto', (source) => toText(source, shortTextLimit)],
  ['text', (source) => toText(source, largeTextLimit, true)],
  ['double', toNumber],
  ['int', toWholeNumber],
  ['monetary', (source, _, { currencies }) => toMoney(source, currencies)],
  ['date', toDate],
  ['enum', (source, { code, newOption }, { options }) => toOption(source, options(code), newOption)],
  ['set', (source, { code, newOption }, { options }) => toOptions(source, options(code), newOption)],
  ['phone', toPhone],
  ['address', toAddress],
]);

/**
 * Turns a value of the field catalogue into what a Pipedrive field takes. Pure and total: every source and every type
 * gives a value, or `skip` with the reason. Absent and empty sources give null. What comes out is as Pipedrive stores
 * it, so reading it back gives the same; the order of a list makes no difference.
 */
export function convertValue(source: SourceValue, target: ConvertTarget, context: ConvertContext): Converted {
  const convert = conversions.get(target.type);
  if (!convert) return { skip: 'type_not_supported' };
  return source === null ? { value: null } : convert(source, target, context);
}

/** The conversion of sources of this kind for fields of this type; null where the matrix refuses it. */
export function conversionOf(kind: SourceKind, type: FieldType): Conversion | null {
  return fits(kind, type).fit === 'refused' ? null : (conversions.get(type) ?? null);
}

function toDate(source: Present): Converted {
  if (typeof source !== 'string') return { skip: 'not_a_date' };
  const text = source.trim();
  if (text === '') return { value: null };
  return isCalendarDay(text) ? { value: text } : { skip: 'not_a_date' };
}

/** Of a list the first in the order of its texts: what comes first at Store Leads may change from week to week. */
function toPhone(source: Present): Converted {
  const [first = '', ...others] = Array.isArray(source) ? listItems(source) : [plainText(source)];
  const { text, cut } = cutText(first, shortTextLimit);
  if (text === '') return { value: null };
  return cut || others.length > 0 ? { value: text, note: 'cut' } : { value: text };
}

/** Pipedrive finds the parts by itself (§2.6). It names no limit; nobody's address is longer than a short text. */
function toAddress(source: Present): Converted {
  if (typeof source !== 'string') return { skip: 'type_not_supported' };
  const { text, cut } = cutText(tidyText(source), shortTextLimit);
  if (text === '') return { value: null };
  return cut ? { value: { value: text }, note: 'cut' } : { value: { value: text } };
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
