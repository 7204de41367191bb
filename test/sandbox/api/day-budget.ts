import { nextRandom } from '../seed/random.ts';
import type { Plan, World } from '../world.ts';

const multipliers: Record<Plan, number> = { lite: 1, growth: 2, premium: 5, ultimate: 7 };
const minute = 60_000;
const minutesADay = 1440;
/** Share of minutes in which other apps call at all: they work in spells. */
const busyShare = 0.3;

/** Tokens the company may spend a day. */
export function dailyBudget({ company }: World): number {
  return 30_000 * multipliers[company.plan] * company.seats;
}

/** Counts `tokens` against today's budget; the day begins at midnight UTC. */
export function spendTokens(world: World, now: Date, tokens: number): void {
  const day = now.toISOString().slice(0, 10);
  if (world.budget.day !== day) world.budget = { day, used: 0 };
  world.budget.used += tokens;
}

/**
 * Brings the day's budget up to date: a new day begins at nothing, and other apps have spent, minute by minute since
 * somebody last looked, as much as chance gave. The same looks or others in between give the same figures.
 */
export function bringDayUpToDate(world: World, now: Date): void {
  const { otherApps } = world;
  const end = Math.floor(now.getTime() / minute);
  if (otherApps.perDay > 0) {
    const begin = Math.max(otherApps.untilMinute, end - 3 * minutesADay);
    for (let at = begin; at < end; at += 1) {
      spendTokens(world, new Date(at * minute), 0);
      const left = Math.max(0, dailyBudget(world) - world.budget.used);
      world.budget.used += Math.min(left, spentInAMinute(otherApps));
    }
  }
  otherApps.untilMinute = end;
  spendTokens(world, now, 0);
}

function spentInAMinute(otherApps: World['otherApps']): number {
  const busy = nextRandom(otherApps) < busyShare;
  const much = -Math.log(1 - nextRandom(otherApps));
  return busy ? Math.round((otherApps.perDay / minutesADay / busyShare) * much) : 0;
}

/** Other apps spend about so many tokens a day from now on, at random; 0 ends it. */
export function letOtherAppsSpend(world: World, now: Date, perDay: number): void {
  bringDayUpToDate(world, now);
  world.otherApps.perDay = perDay;
}
