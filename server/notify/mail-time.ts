import { firstInstantOf, wallClock } from '../install/zoned-time.ts';

const dayMs = 86_400_000;
/** Mails are sent from seven in the morning on, where their reader is. */
const hourMs = 7 * 3_600_000;

/** The day a zone's calendar shows, such as `2026-11-02`. */
export function dayOf(now: Date, timeZone: string): string {
  return new Date(wallClock(now.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** The next seven o'clock in the morning of a zone. */
export function nextMorning(now: Date, timeZone: string): Date {
  const today = Math.floor(wallClock(now.getTime(), timeZone) / dayMs) * dayMs;
  const mornings = [0, 1, 2].map((days) => firstInstantOf(today + days * dayMs + hourMs, timeZone));
  return new Date(mornings.find((at) => at > now.getTime()) ?? now.getTime() + dayMs);
}
