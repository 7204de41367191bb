import type { QuietHours } from './preferences.contract.ts';
import { firstInstantOf, lastInstantOf, wallClock } from './zoned-time.ts';

const dayMs = 86_400_000;
/** Days around today whose quiet hours can reach into now, or follow on what does. */
const daysAround = [-2, -1, 0, 1, 2];

/**
 * When the quiet hours that `now` lies in are over; null when it is not quiet.
 *
 * Quiet hours begin every day when the clock of their zone first shows `from`, and end when it last shows `until`. Where the
 * clock is put forward over either, that is the moment it is put forward; where it is put back, the hour it shows
 * twice is quiet both times, without a gap. At the moment given back it is never quiet.
 */
export function quietUntil(quietHours: QuietHours | null, now: Date): Date | null {
  if (!quietHours) return null;
  const today = Math.floor(wallClock(now.getTime(), quietHours.timeZone) / dayMs);
  let end = now.getTime();
  for (const day of daysAround) {
    const quiet = quietHoursOf(quietHours, today + day);
    if (quiet.from <= end && end < quiet.until) end = quiet.until;
  }
  return end === now.getTime() ? null : new Date(end);
}

/** The quiet hours that begin on a day, counted in days of the zone's calendar since 1970. */
function quietHoursOf({ from, until, timeZone }: QuietHours, day: number): { from: number; until: number } {
  const lastDay = until < from ? day + 1 : day;
  return {
    from: firstInstantOf(day * dayMs + msOf(from), timeZone),
    until: lastInstantOf(lastDay * dayMs + msOf(until), timeZone),
  };
}

function msOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
