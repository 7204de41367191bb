import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { bounded, readTimestamp, writeDate } from './read-date.ts';
import { type Numeric, registerFor } from './register.ts';
import { inZone } from './time-zone.ts';

const timestamp = 'google.protobuf.Timestamp';
const duration = 'google.protobuf.Duration';
const day = 86_400_000;

/** Date functions. Wherever a moment is meant, text is taken as well; without a zone everything is UTC. */
export function registerDateFunctions(env: Environment): void {
  const register = registerFor(env);

  register(`_timestamp(string): ${timestamp}`, readTimestamp);
  register(`_timestamp(${timestamp}): ${timestamp}`, (date: Date) => date);
  register(`_timestamp(int): ${timestamp}`, (seconds: bigint) => bounded(new Date(Number(seconds) * 1000)));
  register(`_timestamp(double): ${timestamp}`, (seconds: number) => bounded(new Date(seconds * 1000)));
  register(`_int(${timestamp}): int`, (date: Date) => BigInt(Math.floor(date.getTime() / 1000)));

  for (const [name, read] of Object.entries(getters)) {
    register(`${timestamp}._${name}(): int`, (date: Date) => BigInt(read(date)));
    register(`${timestamp}._${name}(string): int`, (date: Date, zone: string) =>
      BigInt(read(inZone(date, zone))),
    );
  }
  register(`${duration}._getHours(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 3_600_000)));
  register(`${duration}._getMinutes(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 60_000)));
  register(`${duration}._getSeconds(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 1000)));
  register(`${duration}._getMilliseconds(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() % 1000)));

  for (const moment of ['string', timestamp]) {
    register(`date(${moment}): string`, (value: Moment) => writeDate(toDate(value)));
    register(`year(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCFullYear()));
    register(`month(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCMonth() + 1));
    register(`day(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCDate()));
    register(`addDays(${moment}, number): string`, addDays);
    for (const other of ['string', timestamp]) register(`daysBetween(${moment}, ${other}): int`, daysBetween);
  }
}

/** The engine's durations convert to milliseconds. */
type Span = { valueOf(): number };
type Moment = string | Date;

const getters: Record<string, (date: Date) => number> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / day),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};

function toDate(value: Moment): Date {
  return typeof value === 'string' ? readTimestamp(value) : bounded(value);
}

function addDays(value: Moment, days: Numeric): string {
  const count = Math.trunc(Number(days));
  if (!Number.isFinite(count)) throw new ExpressionError('number_too_large');
  return writeDate(new Date(toDate(value).getTime() + count * day));
}

/** Calendar days from the first to the second, whatever the time of day. */
function daysBetween(from: Moment, to: Moment): bigint {
  const midnight = (value: Moment) => Math.floor(toDate(value).getTime() / day);
  return BigInt(midnight(to) - midnight(from));
}
