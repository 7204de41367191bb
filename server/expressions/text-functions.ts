import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { limits } from './limits.ts';
import { matchesPattern } from './pattern.ts';
import { writeTimestamp } from './read-date.ts';
import { type Numeric, registerFor, toPosition } from './register.ts';

/**
 * Text functions. Those with a leading underscore stand in for functions of the engine, which cannot be replaced
 * (lower.ts renames the calls): positions count characters, not UTF-16 units, and what they make is bounded.
 */
export function registerTextFunctions(env: Environment): void {
  const register = registerFor(env);
  /** `text.name(…)` and `name(text, …)`: people who know spreadsheets write the second. */
  const both = (name: string, args: string, handler: OfText, gives = 'string') => {
    register(`string.${name}(${args}): ${gives}`, handler);
    register(`${name}(string${args && ', '}${args}): ${gives}`, handler);
  };
  both('upper', '', (text) => text.toUpperCase());
  both('lower', '', (text) => text.toLowerCase());
  both('_contains', 'string', (text, wanted: string) => text.includes(part(wanted)), 'bool');
  both('_matches', 'string', matchesPattern, 'bool');
  both('replace', 'string, string', (text, old: string, fresh: string) => bounded(cutAt(text, old), fresh));
  both('replace', 'string, string, number', replaceSome);
  both('left', 'number', (text, count: Numeric) => characters(text).slice(0, toPosition(count)).join(''));
  both('right', 'number', right);
  // The engine has these as methods only.
  register('trim(string): string', (text: string) => text.trim());
  register('startsWith(string, string): bool', (text: string, start: string) => text.startsWith(start));
  register('endsWith(string, string): bool', (text: string, end: string) => text.endsWith(end));

  register('string.reverse(): string', (text: string) => characters(text).reverse().join(''));
  register('string.charAt(number): string', charAt);
  register('string._lowerAscii(): string', (text: string) =>
    text.replace(/[A-Z]+/g, (found) => found.toLowerCase()),
  );
  register('string._upperAscii(): string', (text: string) =>
    text.replace(/[a-z]+/g, (found) => found.toUpperCase()),
  );
  register('string._substring(number): string', substring);
  register('string._substring(number, number): string', substring);
  register('string._indexOf(string): int', indexOf);
  register('string._indexOf(string, number): int', indexOf);
  register('string._lastIndexOf(string): int', lastIndexOf);
  register('string._lastIndexOf(string, number): int', lastIndexOf);
  register('string._split(string): list<string>', split);
  register('string._split(string, number): list<string>', split);
  for (const type of ['string', 'bool', 'int', 'uint', 'double', 'google.protobuf.Duration']) {
    register(`_string(${type}): string`, (value: unknown) => String(value));
  }
  register('_string(google.protobuf.Timestamp): string', writeTimestamp);
}

type OfText = (text: string, ...args: never[]) => unknown;

/** The parts with `between` among them. @throws ExpressionError `too_long` beyond 100,000 characters */
export function bounded(parts: readonly string[], between: string): string {
  let length = between.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  if (length > limits.joinedCharacters) throw new ExpressionError('too_long');
  return parts.join(between);
}

/** An empty text stands before, between and after all characters, as in CEL. */
function cutAt(text: string, old: string): string[] {
  return old === '' ? ['', ...characters(text), ''] : text.split(part(old));
}

function replaceSome(text: string, old: string, fresh: string, count: Numeric): string {
  const parts = cutAt(text, old);
  if (count < 0 || Number(count) >= parts.length - 1) return bounded(parts, fresh);
  const done = Number(count);
  return bounded([bounded(parts.slice(0, done + 1), fresh), ...parts.slice(done + 1)], old);
}

/** Characters as people count them; plain text is not taken apart. */
function characters(text: string): string[] {
  return [...text];
}

/** Text to look for. @throws ExpressionError `part_too_long` beyond 500 characters */
function part(wanted: string): string {
  if (wanted.length > limits.partCharacters) throw new ExpressionError('part_too_long');
  return wanted;
}

function right(text: string, count: Numeric): string {
  const all = characters(text);
  return all.slice(Math.max(0, all.length - toPosition(count))).join('');
}

function charAt(text: string, at: Numeric): string {
  const all = characters(text);
  const index = toPosition(at);
  if (index > all.length) throw new ExpressionError('index_out_of_range');
  return all[index] ?? '';
}

function substring(text: string, from: Numeric, to?: Numeric): string {
  const all = characters(text);
  const start = toPosition(from);
  const end = to === undefined ? all.length : toPosition(to);
  if (start > end || end > all.length) throw new ExpressionError('index_out_of_range');
  return all.slice(start, end).join('');
}

function indexOf(text: string, wanted: string, from: Numeric = 0): bigint {
  const all = characters(text);
  const start = toPosition(from);
  if (start > all.length) throw new ExpressionError('index_out_of_range');
  const skipped = all.slice(0, start).join('').length;
  const found = text.indexOf(part(wanted), skipped);
  return found < 0 ? -1n : BigInt(characters(text.slice(0, found)).length);
}

function lastIndexOf(text: string, wanted: string, from?: Numeric): bigint {
  const all = characters(text);
  const start = from === undefined ? all.length : toPosition(from);
  if (start > all.length) throw new ExpressionError('index_out_of_range');
  const found = text.lastIndexOf(part(wanted), all.slice(0, start).join('').length);
  return found < 0 ? -1n : BigInt(characters(text.slice(0, found)).length);
}

function split(text: string, separator: string, limit: Numeric = -1): string[] {
  const parts = separator === '' ? characters(text) : text.split(part(separator));
  const most = Number(limit);
  if (most < 0 || parts.length <= most) return parts;
  return most === 0 ? [] : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}
