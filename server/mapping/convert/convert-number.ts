import { roundNumber } from './canonical.ts';
import type { Converted, Present } from './converted.ts';

const largestNumber = 99_999_999_999_999;

/** For a numerical field: up to 14 digits; of money the amount. Texts and lists are no numbers. */
export function toNumber(source: Present): Converted {
  if (typeof source === 'string') return source.trim() === '' ? { value: null } : { skip: 'not_a_number' };
  if (Array.isArray(source)) return source.length === 0 ? { value: null } : { skip: 'not_a_number' };
  return bounded(typeof source === 'number' ? source : source.amount);
}

/** For a field that takes whole numbers only: the nearest one, halves upwards. */
export function toWholeNumber(source: Present): Converted {
  const number = toNumber(source);
  // `+ 0` turns -0 into 0.
  return 'value' in number && typeof number.value === 'number'
    ? { value: Math.round(number.value) + 0 }
    : number;
}

/**
 * For a monetary field: the amount with the decimals of its currency.
 * @param currencies decimals by code of the currencies the company has switched on; null: any, with two decimals.
 */
export function toMoney(source: Present, currencies: ReadonlyMap<string, number> | null): Converted {
  if (typeof source !== 'object' || Array.isArray(source)) return { skip: 'no_currency' };
  const currency = source.currency.trim().toUpperCase();
  if (currency === '') return { skip: 'no_currency' };
  const decimals = currencies === null ? 2 : currencies.get(currency);
  if (decimals === undefined) return { skip: 'currency_not_active' };
  const amount = bounded(source.amount);
  if ('skip' in amount || typeof amount.value !== 'number') return amount;
  return { value: { value: roundDecimals(amount.value, decimals), currency } };
}

function bounded(number: number): Converted {
  if (Number.isNaN(number)) return { skip: 'not_a_number' };
  if (Math.abs(number) > largestNumber) return { skip: 'out_of_range' };
  return { value: roundNumber(number) };
}

/** Rounds half away from zero by the number's decimal writing, not by its binary value: 10.555 is 10.56. */
function roundDecimals(value: number, decimals: number): number {
  if (Number.isInteger(value)) return value;
  const shifted = Number(`${Math.abs(value)}e${decimals}`);
  // Numbers written with an exponent are far below any currency's smallest coin.
  const rounded = Number.isNaN(shifted) ? 0 : Number(`${Math.round(shifted)}e-${decimals}`);
  return rounded === 0 ? 0 : Math.sign(value) * rounded;
}
