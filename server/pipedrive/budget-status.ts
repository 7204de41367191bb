import type { DayWindow } from './day-window.ts';
import { ratesOf } from './hourly-use.ts';
import { capsOf } from './lane-caps.ts';
import { type LaneCounts, laneSum, lessLanes } from './lane-counts.ts';
import { laneCapacity, windowMs } from './pacer.ts';
import type { BudgetStatus } from './ports.ts';
import { type BudgetSettings, knownLimit } from './share.ts';

/** A company's day, and what this process holds of it: reserved and not used, spent and not written down. */
export type Look = { day: DayWindow; unused: LaneCounts; unwritten: LaneCounts; settings: BudgetSettings };

/** What a company may still spend, from its day. Pure. */
export function budgetStatusOf({ day, unused, unwritten, settings }: Look, now: Date): BudgetStatus {
  const rates = ratesOf(day.hours, now);
  const caps = capsOf(day, settings, rates, now);
  const dailyLimit = knownLimit(day, settings);
  const { limit, ceiling, exhaustedUntil } = day;
  const pacePerSecond = (laneCapacity(day.burstLimit, 'bulk') * 1000) / windowMs;
  const isExhausted = exhaustedUntil !== null && exhaustedUntil > now;
  return {
    dailyLimit,
    limitFrom: limit !== null ? 'headers' : dailyLimit !== null ? 'stated_plan' : 'assumed',
    usedByUsToday: day.used - laneSum(unused),
    lanesToday: lessLanes(day.lanes, unused),
    allowedToday: caps.allowed,
    leftForBulk: isExhausted ? 0 : Math.max(0, caps.bulk - day.used + unused.bulk),
    remainingCompany: ceiling === null ? null : Math.max(0, ceiling - day.spent - laneSum(unwritten)),
    othersToday: ceiling === null || limit === null ? null : Math.max(0, limit - ceiling),
    headersAt: day.ceilingAt,
    resetsAt: day.resetsAt,
    resetIsKnown: day.reset === 'seen',
    exhaustedUntil: isExhausted ? exhaustedUntil : null,
    burstLimit: day.burstLimit,
    pacePerSecond,
    outlook: { day, settings, rates },
  };
}
