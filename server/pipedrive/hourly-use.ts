import { addLanes, type LaneCounts, noLanes } from './lane-counts.ts';
import type { Lane } from './types.ts';

/** What was spent in one hour: by our lanes, and by others as headers showed it. Absent is nothing. */
type HourUse = Partial<LaneCounts & { others: number }>;

/** By the number of the hour since 1970. */
export type HourlyUse = Record<string, HourUse>;

/** Tokens an hour, as used lately. */
export type Rates = LaneCounts & {
  others: number;
  /** How many of the last 24 hours this was learned from; 0 when nothing is known. */
  hoursKnown: number;
};

const hour = 3_600_000;
const kept = 48;
const dayHours = 24;
/** A burst of so many hours counts as the new normal. */
const recentHours = 3;

/** The number under which an hour is kept. */
export function hourOf(moment: Date): number {
  return Math.floor(moment.getTime() / hour);
}

/** Leaves out hours too old to tell anything. */
export function withoutOld(hours: HourlyUse, now: Date): HourlyUse {
  const first = hourOf(now) - kept;
  return Object.fromEntries(Object.entries(hours).filter(([key]) => Number(key) >= first));
}

/** Adds what our lanes spent at a moment; `hours` is not changed. */
export function withUse(hours: HourlyUse, spent: LaneCounts, at: Date): HourlyUse {
  const before = hours[hourOf(at)] ?? {};
  return { ...hours, [hourOf(at)]: { ...before, ...addLanes({ ...noLanes(), ...before }, spent) } };
}

/**
 * Tokens an hour of each lane and of others: the mean of the last day, or of the last hours where those were busier.
 * The running hour counts for the part of it that is over.
 */
export function ratesOf(hours: HourlyUse, now: Date): Rates {
  const running = hourOf(now);
  const known = Object.keys(hours)
    .map(Number)
    .filter((key) => key > running - dayHours && key <= running);
  if (known.length === 0) return { ...noLanes(), others: 0, hoursKnown: 0 };
  const partOfHour = now.getTime() / hour - running;
  const spanSince = (first: number) => Math.max(0.25, running - first + partOfHour);
  const first = Math.min(...known);
  const recent = Math.max(first, running - recentHours + 1);
  const rate = (of: Lane | 'others') => {
    const sumSince = (since: number) =>
      known.reduce((sum, key) => sum + (key >= since ? (hours[key]?.[of] ?? 0) : 0), 0);
    // Less than an hour says nothing about a day.
    const mean = sumSince(first) / Math.max(1, spanSince(first));
    return Math.max(mean, sumSince(recent) / Math.max(1, spanSince(recent)));
  };
  return {
    click: rate('click'),
    event: rate('event'),
    create: rate('create'),
    bulk: rate('bulk'),
    others: rate('others'),
    hoursKnown: Math.min(dayHours, spanSince(first)),
  };
}
