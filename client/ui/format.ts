/** What a screen shows where there is no value. */
export const absent = '–';

const integers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const compacts = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const dateTimes = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clockTimes = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
// Words around it are English; numbers and dates above follow the reader's own locale.
const relatives = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A count in full: 12,345. */
export function formatInteger(value: number | null): string {
  return value === null ? absent : integers.format(value);
}

/** A size at a glance: 12.3K. */
export function formatCompact(value: number | null): string {
  return value === null ? absent : compacts.format(value);
}

/**
 * An amount in major units with its currency; large ones compact.
 * A currency Intl does not know is written behind the number instead of failing.
 */
export function formatMoney(money: { amount: number; currency: string } | null): string {
  if (money === null) return absent;
  const large = Math.abs(money.amount) >= 10_000;
  const style = large
    ? ({ notation: 'compact', maximumFractionDigits: 1 } as const)
    : ({ maximumFractionDigits: Number.isInteger(money.amount) ? 0 : 2 } as const);
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency: money.currency, ...style }).format(
      money.amount,
    );
  } catch {
    return `${new Intl.NumberFormat(undefined, style).format(money.amount)} ${money.currency}`.trim();
  }
}

/** An ISO time with date and clock; the text itself when it is not a time. */
export function formatDateTime(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : dateTimes.format(time);
}

/** The day of an ISO time. */
export function formatDay(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : days.format(time);
}

/** The clock of an ISO time, with the day when that is not today. */
export function formatWhen(iso: string, now: number): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return new Date(time).toDateString() === new Date(now).toDateString()
    ? clockTimes.format(time)
    : dateTimes.format(time);
}

const steps: [limit: number, divisor: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
  [Number.POSITIVE_INFINITY, 365 * 86_400, 'year'],
];

/**
 * How long ago an ISO time is, or how far ahead: "3 minutes ago", "in 2 hours".
 * @param now milliseconds
 */
export function formatRelative(iso: string, now: number): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (Number.isNaN(seconds)) return iso;
  if (Math.abs(seconds) < 10) return 'just now';
  const [, divisor, unit] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? [0, 1, 'second' as const];
  return relatives.format(Math.trunc(seconds / divisor), unit);
}

/** Seconds as a person says them: "less than a minute", "about 12 minutes", "about 3 hours". */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${count(minutes, 'minute')}`;
  const hours = Math.round(seconds / 3600);
  if (hours < 36) return `about ${count(hours, 'hour')}`;
  return `about ${count(Math.round(seconds / 86_400), 'day')}`;
}

/** Seconds with the clock at which they are over, where they are many enough for that to matter. */
export function formatTimeTaken(seconds: number, now: number): string {
  if (seconds < 300) return formatDuration(seconds);
  return `${formatDuration(seconds)}, by ${formatWhen(new Date(now + seconds * 1000).toISOString(), now)}`;
}

/** A number with its noun: "1 field", "12 fields". */
export function count(value: number, noun: string, plural = `${noun}s`): string {
  return `${integers.format(value)} ${value === 1 ? noun : plural}`;
}
