import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { limits } from './limits.ts';
import { matchesPattern } from './pattern.ts';
import { writeTimestamp } from './read-date.ts';

const sync = { async: false };

/**
 * Text functions. Those with a leading underscore stand in for functions of the engine, which cannot be replaced
 * (lower-calls.ts renames the calls): positions count characters, not UTF-16 units, and results are bounded.
 */
export function registerTextFunctions(env: Environment): void {
  both(env, 'upper', '', (text) => text.toUpperCase());
  both(env, 'lower', '', (text) => text.toLowerCase());
  both(env, '_contains', 'string', (text, wanted: string) => text.includes(part(wanted)), 'bool');
  both(env, '_matches', 'string', matchesPattern, 'bool');
  both(env, 'replace', 'string, string', (text, old: string, fresh: string) =>
    bounded(text.split(part(old)), fresh),
  );
  both(env, 'replace', 'string, string, int', replaceSome);
  both(env, 'left', 'int', (text, count: bigint) => characters(text).slice(0, position(count)).join(''));
  both(env, 'right', 'int', right);
  // The engine has these as methods only.
  env.registerFunction('trim(string): string', (text: string) => text.trim(), sync);
  env.registerFunction(
    'startsWith(string, string): bool',
    (text: string, start: string) => text.startsWith(start),
    sync,
  );
  env.registerFunction(
    'endsWith(string, string): bool',
    (text: string, end: string) => text.endsWith(end),
    sync,
  );
  env.registerFunction('string.reverse(): string', (text: string) => [...text].reverse().join(''), sync);
  env.registerFunction('string.charAt(int): string', charAt, sync);
  env.registerFunction(
    'string._lowerAscii(): string',
    (text: string) => asciiOnly(text, /[A-Z]+/g, 'lower'),
    sync,
  );
  env.registerFunction(
    'string._upperAscii(): string',
    (text: string) => asciiOnly(text, /[a-z]+/g, 'upper'),
    sync,
  );
  env.registerFunction('string._substring(int): string', substring, sync);
  env.registerFunction('string._substring(int, int): string', substring, sync);
  env.registerFunction('string._indexOf(string): int', indexOf, sync);
  env.registerFunction('string._indexOf(string, int): int', indexOf, sync);
  env.registerFunction('string._lastIndexOf(string): int', lastIndexOf, sync);
  env.registerFunction('string._lastIndexOf(string, int): int', lastIndexOf, sync);
  env.registerFunction('string._split(string): list<string>', split, sync);
  env.registerFunction('string._split(string, int): list<string>', split, sync);
  for (const type of ['string', 'bool', 'int', 'uint', 'double']) {
    env.registerFunction(`_string(${type}): string`, (value: unknown) => String(value), sync);
  }
  env.registerFunction('_string(google.protobuf.Timestamp): string', writeTimestamp, sync);
  env.registerFunction('_string(google.protobuf.Duration): string', (value: object) => String(value), sync);
}

type OfText = (text: string, ...args: never[]) => unknown;

/** Registers `text.name(…)` and `name(text, …)`: people who know spreadsheets write the second. */
function both(env: Environment, name: string, args: string, handler: OfText, gives = 'string'): void {
  env.registerFunction(`string.${name}(${args}): ${gives}`, handler, sync);
  env.registerFunction(`${name}(string${args && ', '}${args}): ${gives}`, handler, sync);
}

/** The parts with `between` among them. @throws ExpressionError `too_long` beyond 100,000 characters */
export function bounded(parts: readonly string[], between: string): string {
  let length = between.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  if (length > limits.joinedCharacters) throw new ExpressionError('too_long');
  return parts.join(between);
}

function replaceSome(text: string, old: string, fresh: string, count: bigint): string {
  const parts = text.split(part(old));
  if (count < 0n || Number(count) >= parts.length - 1) return bounded(parts, fresh);
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

function position(value: bigint): number {
  if (value < 0n) throw new ExpressionError('index_out_of_range');
  return Number(value);
}

function right(text: string, count: bigint): string {
  const all = characters(text);
  return all.slice(Math.max(0, all.length - position(count))).join('');
}

function charAt(text: string, at: bigint): string {
  const all = characters(text);
  const index = position(at);
  if (index > all.length) throw new ExpressionError('index_out_of_range');
  return all[index] ?? '';
}

function substring(text: string, from: bigint, to?: bigint): string {
  const all = characters(text);
  const start = position(from);
  const end = to === undefined ? all.length : position(to);
  if (start > end || end > all.length) throw new ExpressionError('index_out_of_range');
  return all.slice(start, end).join('');
}

function indexOf(text: string, wanted: string, from = 0n): bigint {
  const all = characters(text);
  const start = position(from);
  if (start > all.length) throw new ExpressionError('index_out_of_range');
  const skipped = all.slice(0, start).join('').length;
  const found = text.indexOf(part(wanted), skipped);
  return found < 0 ? -1n : BigInt(characters(text.slice(0, found)).length);
}

function lastIndexOf(text: string, wanted: string, from?: bigint): bigint {
  const all = characters(text);
  const start = from === undefined ? all.length : position(from);
  if (start > all.length) throw new ExpressionError('index_out_of_range');
  const found = text.lastIndexOf(part(wanted), all.slice(0, start).join('').length);
  return found < 0 ? -1n : BigInt(characters(text.slice(0, found)).length);
}

function split(text: string, separator: string, limit = -1n): string[] {
  const parts = separator === '' ? characters(text) : text.split(part(separator));
  const most = Number(limit);
  if (most < 0 || parts.length <= most) return parts;
  return most === 0 ? [] : [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

function asciiOnly(text: string, letters: RegExp, to: 'lower' | 'upper'): string {
  return text.replace(letters, (found) => (to === 'lower' ? found.toLowerCase() : found.toUpperCase()));
}
