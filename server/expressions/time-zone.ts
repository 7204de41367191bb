import { ExpressionError } from './expression-error.ts';
import { zoneMinutes } from './read-date.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
const kept = 50;

/**
 * A date whose UTC parts are the local parts of `date` in a zone: a name (`Europe/Berlin`), `UTC`, or an offset
 * (`-08:00`, `02:00`). The engine's own getters depend on the zone of the machine and refuse offsets.
 * @throws ExpressionError `bad_time_zone`
 */
export function inZone(date: Date, zone: string): Date {
  if (zone === 'UTC' || zone === '') return date;
  if (/^[+-]?([01]\d|2[0-3]):[0-5]\d$/.test(zone)) {
    const offset = /^\d/.test(zone) ? `+${zone}` : zone;
    return new Date(date.getTime() + zoneMinutes(offset) * 60_000);
  }
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(date)) parts[type] = Number(value);
  const local = new Date(0);
  local.setUTCFullYear(parts.year ?? 0, (parts.month ?? 1) - 1, parts.day ?? 1);
  local.setUTCHours(parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0, date.getUTCMilliseconds());
  return local;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const fresh = openFormat(zone);
  if (formats.size >= kept) formats.clear();
  formats.set(zone, fresh);
  return fresh;
}

function openFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new ExpressionError('bad_time_zone');
  }
}
