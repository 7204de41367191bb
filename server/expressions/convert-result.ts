import { Optional } from 'cel-js';
import { type FailureCode, failure } from './expression-error.ts';
import { limits } from './limits.ts';
import { readTimestamp, writeDate } from './read-date.ts';
import type { CalculatedResult, Evaluated, ResultType } from './types.ts';

/**
 * Turns what the engine gave into a value of the field catalogue. Total: what does not fit is an error. Null and an
 * optional that is absent are an absent value, whatever the type; nothing is shared with the store.
 */
export function convertResult(raw: unknown, type: ResultType): Evaluated {
  const value = raw instanceof Optional ? raw.orValue<unknown>(null) : raw;
  if (value === null || value === undefined) return { value: null };
  const result = converters[type](value);
  return typeof result === 'object' && 'failed' in result
    ? { error: failure(result.failed) }
    : { value: result };
}

type Result = NonNullable<CalculatedResult> | { failed: FailureCode };

const failed = (code: FailureCode) => ({ failed: code });
const wrong = failed('wrong_result_type');

const converters: Record<ResultType, (value: NonNullable<unknown>) => Result> = {
  text: (value) => (typeof value === 'string' ? toText(value) : wrong),
  number: toNumber,
  yes_no: (value) => (typeof value === 'boolean' ? yesNo(value) : wrong),
  date: toDate,
  list: toList,
  money: toMoney,
};

const yesNo = (value: boolean) => (value ? 'Yes' : 'No');

function toText(value: string): Result {
  return value.length > limits.resultCharacters ? failed('too_long') : value;
}

function toNumber(value: NonNullable<unknown>): number | { failed: FailureCode } {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : failed('number_too_large');
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : failed('number_too_large');
  // The engine's unsigned integers are objects that name their value; a store's objects may name anything but that.
  const unsigned = /^\[object value = (\d+)\]$/.exec(Object.prototype.toString.call(value))?.[1];
  return unsigned === undefined ? wrong : toNumber(BigInt(unsigned));
}

function toDate(value: NonNullable<unknown>): Result {
  try {
    if (value instanceof Date) return writeDate(value);
    if (typeof value !== 'string') return wrong;
    return /^\d{4}-\d\d-\d\d$/.test(value) ? writeDate(readTimestamp(value)) : failed('not_a_date');
  } catch {
    return failed('not_a_date');
  }
}

/** Items that are empty are left out; lists and maps cannot be items. */
function toList(value: NonNullable<unknown>): Result {
  if (!Array.isArray(value)) return wrong;
  if (value.length > limits.resultItems) return failed('list_too_long');
  const items: string[] = [];
  let characters = 0;
  for (const item of value) {
    if (item === null || item === undefined) continue;
    const text = toItem(item);
    if (typeof text !== 'string') return text;
    characters += text.length;
    items.push(text);
  }
  return characters > limits.resultCharacters ? failed('too_long') : items;
}

function toItem(item: NonNullable<unknown>): string | { failed: FailureCode } {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean') return yesNo(item);
  const number = toNumber(item);
  return typeof number === 'number' ? String(number) : number;
}

function toMoney(value: NonNullable<unknown>): Result {
  if (typeof value !== 'object' || Array.isArray(value)) return failed('not_money');
  const { amount, currency, ...others } = Object.fromEntries(
    value instanceof Map ? value : Object.entries(value),
  );
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency) || Object.keys(others).length > 0) {
    return failed('not_money');
  }
  if (amount === null || amount === undefined) return failed('not_money');
  const number = toNumber(amount);
  return typeof number === 'number' ? { amount: number, currency } : number;
}
