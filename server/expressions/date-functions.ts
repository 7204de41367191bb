import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { bounded, readTimestamp, writeDate } from './read-date.ts';
import { inZone } from './time-zone.ts';

const sync = { async: false };
const timestamp = 'google.protobuf.Timestamp';
const duration = 'google.protobuf.Duration';
const day = 86_400_000;

/** Date functions. Wherever a moment is meant, text is taken as well; without a zone everything is UTC. */
export function registerDateFunctions(env: Environment): void {
  const gives = (signature: string, handler: (...args: never[]) => unknown) =>
    env.registerFunction(signature, handler, sync);

  gives(`_timestamp(string): ${timestamp}`, readTimestamp);
  gives(`_timestamp(${timestamp}): ${timestamp}`, (date: Date) => date);
  gives(`_timestamp(int): ${timestamp}`, (seconds: bigint) => bounded(new Date(Number(seconds) * 1000)));
  gives(`_timestamp(double): ${timestamp}`, (seconds: number) => bounded(new Date(seconds * 1000)));
  gives(`_int(${timestamp}): int`, (date: Date) => BigInt(Math.floor(date.getTime() / 1000)));

  for (const [name, read] of Object.entries(getters)) {
    gives(`${timestamp}._${name}(): int`, (date: Date) => BigInt(read(date)));
    gives(`${timestamp}._${name}(string): int`, (date: Date, zone: string) =>
      BigInt(read(inZone(date, zone))),
    );
  }
  gives(`${duration}._getHours(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 3_600_000)));
  gives(`${duration}._getMinutes(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 60_000)));
  gives(`${duration}._getSeconds(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() / 1000)));
  gives(`${duration}._getMilliseconds(): int`, (span: Span) => BigInt(Math.trunc(span.valueOf() % 1000)));

  for (const moment of ['string', timestamp]) {
    gives(`date(${moment}): string`, (value: Moment) => writeDate(toDate(value)));
    gives(`year(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCFullYear()));
    gives(`month(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCMonth() + 1));
    gives(`day(${moment}): int`, (value: Moment) => BigInt(toDate(value).getUTCDate()));
    gives(`addDays(${moment}, int): string`, (value: Moment, days: bigint) => addDays(value, Number(days)));
    gives(`addDays(${moment}, double): string`, (value: Moment, days: number) => addDays(value, days));
    for (const other of ['string', timestamp]) gives(`daysBetween(${moment}, ${other}): int`, daysBetween);
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

function addDays(value: Moment, days: number): string {
  if (!Number.isFinite(days)) throw new ExpressionError('number_too_large');
  return writeDate(new Date(toDate(value).getTime() + Math.trunc(days) * day));
}

/** Calendar days from the first to the second, whatever the time of day. */
function daysBetween(from: Moment, to: Moment): bigint {
  const midnight = (value: Moment) => Math.floor(toDate(value).getTime() / day);
  return BigInt(midnight(to) - midnight(from));
}
