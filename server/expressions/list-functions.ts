import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { limits } from './limits.ts';
import { toNumeric } from './number-functions.ts';
import { type Numeric, registerFor, toPosition } from './register.ts';
import { bounded } from './text-functions.ts';

type List = readonly unknown[];

/** Functions on lists, and those that take anything: coalesce, isEmpty, money. */
export function registerListFunctions(env: Environment): void {
  const register = registerFor(env);
  const both = (name: string, handler: (list: List) => unknown, gives: string) => {
    register(`list.${name}(): ${gives}`, handler);
    register(`${name}(list): ${gives}`, handler);
  };
  both('sum', sum, 'double');
  both('average', average, 'double');
  both('distinct', distinct, 'list');
  both('sort', sort, 'list');
  both('first', (list) => list[0] ?? null, 'dyn');
  both('last', (list) => list.at(-1) ?? null, 'dyn');
  both('flatten', flatten, 'list');
  register('list.reverse(): list', (list: List) => list.toReversed());
  register('list.slice(number, number): list', slice);
  for (const separator of ['', 'string']) {
    register(`list._join(${separator}): string`, join);
    register(`_join(list${separator && ', '}${separator}): string`, join);
  }
  for (let count = 2; count <= 6; count++) {
    const values = Array.from({ length: count }, () => 'dyn').join(', ');
    register(`coalesce(${values}): dyn`, (...all: unknown[]) => all.find(isPresent) ?? null);
  }
  register('isEmpty(dyn): bool', isEmpty);
  register('money(number, string): map', money);
}

const isPresent = (value: unknown) => value !== null && value !== undefined;

function isEmpty(value: unknown): boolean {
  if (!isPresent(value) || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return typeof value === 'object' && value?.constructor === Object && Object.keys(value).length === 0;
}

/** Empty values are left out, as a spreadsheet does. */
function numbersOf(list: List): number[] {
  return list.filter(isPresent).map((value) => Number(toNumeric(value)));
}

function sum(list: List): number {
  return numbersOf(list).reduce((total, value) => total + value, 0);
}

function average(list: List): number {
  const numbers = numbersOf(list);
  if (numbers.length === 0) throw new ExpressionError('division_by_zero');
  return sum(numbers) / numbers.length;
}

function distinct(list: List): unknown[] {
  const seen = new Map<string, unknown>();
  for (const value of list) {
    if (typeof value === 'object' && value !== null) throw new ExpressionError('wrong_arguments');
    const key = `${typeof value} ${String(value)}`;
    if (!seen.has(key)) seen.set(key, value);
  }
  return [...seen.values()];
}

/** Texts by code unit, numbers by size; a list of both cannot be sorted. */
function sort(list: List): unknown[] {
  if (list.every((value) => typeof value === 'string')) return [...list].sort();
  const numbers = list.map(toNumeric);
  return numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function flatten(list: List): unknown[] {
  const flat = list.flat();
  if (flat.length > limits.joinedElements) throw new ExpressionError('too_much_memory');
  return flat;
}

function slice(list: List, from: Numeric, to: Numeric): unknown[] {
  const [start, end] = [toPosition(from), toPosition(to)];
  if (end < start || end > list.length) throw new ExpressionError('index_out_of_range');
  return list.slice(start, end);
}

/** Numbers are written as text; empty values are left out. */
function join(list: List, separator = ''): string {
  return bounded(
    list.filter(isPresent).map((value) => {
      if (typeof value === 'string') return value;
      if (typeof value === 'boolean') return String(value);
      return String(toNumeric(value));
    }),
    separator,
  );
}

function money(amount: Numeric, currency: string): { amount: number; currency: string } {
  if (!/^[A-Z]{3}$/.test(currency)) throw new ExpressionError('not_money');
  return { amount: Number(amount), currency };
}
