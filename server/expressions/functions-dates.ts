import { type ExpressionFunction, functionDoc as f } from './function-doc.ts';

export const dateFunctions: readonly ExpressionFunction[] = [
  f(
    'date',
    'function',
    'date(text or timestamp): date',
    'The day, as YYYY-MM-DD.',
    'date("2026-01-31T23:59:00")',
    '2026-01-31',
  ),
  f('year', 'function', 'year(date): number', 'The year.', 'year("2026-01-31")', 2026),
  f('month', 'function', 'month(date): number', 'The month, 1 to 12.', 'month("2026-01-31")', 1),
  f('day', 'function', 'day(date): number', 'The day of the month, 1 to 31.', 'day("2026-01-31")', 31),
  f(
    'daysBetween',
    'function',
    'daysBetween(from, to): number',
    'Calendar days from one date to another.',
    'daysBetween("2026-01-30", "2026-02-02")',
    3,
  ),
  f(
    'addDays',
    'function',
    'addDays(date, days): date',
    'A date some days later, or earlier.',
    'addDays("2026-02-27", 2)',
    '2026-03-01',
  ),
  f(
    'timestamp',
    'function',
    'timestamp(text or seconds): timestamp',
    'A moment; text without a zone is UTC.',
    'string(timestamp("2026-01-31"))',
    '2026-01-31T00:00:00Z',
  ),
  f(
    'duration',
    'function',
    'duration("36h"): duration',
    'A span of time, in h, m and s.',
    'duration("36h") > duration("1h")',
    true,
  ),
  g('getFullYear', 'The year', 2026),
  g('getMonth', 'The month, counted from 0', 0),
  g('getDate', 'The day of the month', 31),
  g('getDayOfMonth', 'The day of the month, counted from 0', 30),
  g('getDayOfWeek', 'The day of the week, Sunday is 0', 6),
  g('getDayOfYear', 'The day of the year, counted from 0', 30),
  g('getHours', 'The hour; of a duration, all its hours', 10),
  g('getMinutes', 'The minute; of a duration, all its minutes', 20),
  g('getSeconds', 'The second; of a duration, all its seconds', 30),
  g('getMilliseconds', 'The millisecond', 500),
];

/** A getter of timestamps, in UTC or a zone. */
function g(name: string, doc: string, gives: number): ExpressionFunction {
  const example = `timestamp("2026-01-31T10:20:30.500Z").${name}()`;
  return f(name, 'method', `timestamp.${name}([zone]): number`, `${doc}, in UTC or a zone.`, example, gives);
}
