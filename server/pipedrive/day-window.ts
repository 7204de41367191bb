import { type HourlyUse, withoutOld } from './hourly-use.ts';
import { addLanes, type LaneCounts, noLanes } from './lane-counts.ts';

/**
 * One company's day of tokens as all our processes share it.
 *
 * `used` counts tokens reserved, `spent` those of calls that ran: what lies between is reserved and not yet called.
 * `ceiling` is the value `used` may not pass if nobody else calls Pipedrive from now on: what had been spent when a
 * header came, plus what that header said was left. It only falls within a day, as other apps spend; so a late
 * answer cannot raise it.
 */
export type DayWindow = {
  companyId: number;
  /** Grows with every reset, so that nothing of one day is booked on another. */
  window: number;
  startedAt: Date;
  resetsAt: Date;
  /** When the day begins, in milliseconds after midnight UTC. */
  resetOffsetMs: number;
  /**
   * How sure the reset is: nobody names the time zone of Pipedrive's midnight (pipedrive-api.md 5.1). `assumed`:
   * midnight UTC; `denied`: headers said that the day had not begun anew, so every hour is tried; `seen`: the
   * remaining tokens jumped up.
   */
  reset: 'assumed' | 'denied' | 'seen';
  used: number;
  spent: number;
  /** What of `used` each lane reserved. */
  lanes: LaneCounts;
  /** What was spent in each of the last hours, over resets. */
  hours: HourlyUse;
  limit: number | null;
  ceiling: number | null;
  /** When the last header came that told the ceiling; null before the first of the day. */
  ceilingAt: Date | null;
  /** The day before, until a header confirms that it is over. */
  before: { used: number; spent: number; remaining: number; lanes: LaneCounts } | null;
  exhaustedUntil: Date | null;
  /** Requests per 2 seconds last seen for a user of the company. */
  burstLimit: number | null;
};

export type SeenDay = { limit: number | null; remaining: number | null };

const hour = 3_600_000;
const day = 24 * hour;

/** A day nothing is known of yet. */
export function firstWindow(companyId: number, now: Date): DayWindow {
  return {
    companyId,
    // Not 1: a process may still remember a window of this company from before an erase.
    window: now.getTime(),
    startedAt: new Date(nextReset(now, 0).getTime() - day),
    resetsAt: nextReset(now, 0),
    resetOffsetMs: 0,
    reset: 'assumed',
    used: 0,
    spent: 0,
    lanes: noLanes(),
    hours: {},
    limit: null,
    ceiling: null,
    ceilingAt: null,
    before: null,
    exhaustedUntil: null,
    burstLimit: null,
  };
}

/** The first moment after `now` that lies `offsetMs` after a midnight UTC. */
export function nextReset(now: Date, offsetMs: number): Date {
  const days = Math.floor((now.getTime() - offsetMs) / day) + 1;
  return new Date(days * day + offsetMs);
}

/** The day that follows once `resetsAt` has passed. */
export function nextWindow(ended: DayWindow, now: Date): DayWindow {
  const certain = ended.ceiling === null || now.getTime() - ended.resetsAt.getTime() >= day;
  return {
    ...ended,
    window: ended.window + 1,
    startedAt: now,
    resetsAt: nextReset(now, ended.resetOffsetMs),
    used: 0,
    spent: 0,
    lanes: noLanes(),
    hours: withoutOld(ended.hours, now),
    ceiling: null,
    ceilingAt: null,
    before: certain
      ? null
      : {
          used: ended.used,
          spent: ended.spent,
          remaining: (ended.ceiling ?? 0) - ended.spent,
          lanes: ended.lanes,
        },
    exhaustedUntil: null,
  };
}

/**
 * What headers say about the day, when it is more than "some tokens were spent": a new limit, a confirmed, denied or
 * unexpected reset. Null when they say nothing of the kind.
 */
export function judgeDay(row: DayWindow, seen: SeenDay, now: Date): DayWindow | null {
  const limit = seen.limit ?? row.limit;
  const { remaining } = seen;
  if (remaining === null) return limit === row.limit ? null : { ...row, limit };
  const ceiling = row.spent + remaining;
  const told = { ceiling, ceilingAt: now };
  if (row.before) return judgeReset({ ...row, limit }, row.before, remaining, now);
  if (row.ceiling === null || limit !== row.limit) return { ...row, limit, ...told };
  if (ceiling - row.ceiling <= jumpOf(limit)) return null;
  const sinceStart = now.getTime() - row.startedAt.getTime();
  // Two resets within a day do not happen: a late answer of the day before had lowered the ceiling.
  const again = sinceStart < (row.reset === 'seen' ? 20 * hour : hour / 6);
  if (again) return { ...row, ...told };
  const offset = Math.floor((now.getTime() % day) / hour) * hour;
  return {
    ...row,
    window: row.window + 1,
    startedAt: now,
    resetsAt: nextReset(now, offset),
    resetOffsetMs: offset,
    reset: 'seen',
    used: Math.max(0, row.used - row.spent),
    spent: 0,
    lanes: noLanes(),
    hours: withoutOld(row.hours, now),
    ceiling: remaining,
    ceilingAt: now,
    exhaustedUntil: null,
  };
}

/** The first header after a reset that was due: is the day's allowance full again, or was it not the reset? */
function judgeReset(
  row: DayWindow,
  before: NonNullable<DayWindow['before']>,
  remaining: number,
  now: Date,
): DayWindow {
  const almostAll = row.limit === null ? Number.POSITIVE_INFINITY : row.limit * 0.9;
  // What we have spent since is missing from what is left, whether the day has begun or not.
  const ceiling = row.spent + remaining;
  const isFull = ceiling >= almostAll;
  if (ceiling - before.remaining > jumpOf(row.limit) || (isFull && before.remaining < almostAll)) {
    const offset = Math.floor((row.startedAt.getTime() % day) / hour) * hour;
    const learned: Partial<DayWindow> =
      row.reset === 'denied'
        ? { reset: 'seen', resetOffsetMs: offset, resetsAt: nextReset(row.startedAt, offset) }
        : {};
    return { ...row, ...learned, before: null, ceiling, ceilingAt: now };
  }
  const both: DayWindow = {
    ...row,
    used: row.used + before.used,
    spent: row.spent + before.spent,
    lanes: addLanes(row.lanes, before.lanes),
    ceiling: row.spent + before.spent + remaining,
    ceilingAt: now,
    before: null,
  };
  // So little was used that a full allowance tells nothing: the few tokens of before are counted on, to be safe.
  if (isFull) return both;
  const nextHour = new Date((Math.floor(now.getTime() / hour) + 1) * hour);
  return { ...both, reset: 'denied', resetsAt: nextHour };
}

/** How much more must be left than before to take it for a reset: more than answers out of order can explain. */
export function jumpOf(limit: number | null): number {
  return Math.max(2000, (limit ?? 30_000) / 10);
}

/** The row with the ceiling a header gave, where that is the lower one. */
export function withCeiling(row: DayWindow, told: { ceiling: number | null; at: Date }): DayWindow {
  const { ceiling, at } = told;
  return ceiling === null
    ? row
    : { ...row, ceiling: Math.min(row.ceiling ?? ceiling, ceiling), ceilingAt: at };
}
