import { ExpressionError } from './expression-error.ts';

const shape = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * The moment a text names: RFC 3339 as CEL asks for, and also what Store Leads writes, a date alone or a time without
 * zone, both read as UTC. Fractions below a millisecond are dropped.
 * @throws ExpressionError `not_a_date` for anything else, days that do not exist (30 February) among them
 */
export function readTimestamp(text: string): Date {
  const parts = shape.exec(text);
  if (!parts) throw new ExpressionError('not_a_date');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) throw new ExpressionError('not_a_date');
  date.setUTCHours(hour, minute, second, Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3)));
  return bounded(new Date(date.getTime() - zoneMinutes(parts[8]) * 60_000));
}

/** The same moment, when it lies in the years 1 to 9999. @throws ExpressionError `not_a_date` */
export function bounded(date: Date): Date {
  if (date.getTime() >= earliest && date.getTime() <= latest) return date;
  throw new ExpressionError('not_a_date');
}

const earliest = Date.parse('0001-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** Minutes that an offset like `+05:30` is ahead of UTC. @throws ExpressionError `not_a_date` */
export function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) throw new ExpressionError('not_a_date');
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** RFC 3339 in UTC, without a fraction that is zero. */
export function writeTimestamp(date: Date): string {
  return bounded(date).toISOString().replace('.000Z', 'Z');
}

/** The day of a moment in UTC: YYYY-MM-DD. @throws ExpressionError `not_a_date` outside the years 1 to 9999 */
export function writeDate(date: Date): string {
  return bounded(date).toISOString().slice(0, 10);
}
