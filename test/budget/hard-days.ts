import type { BudgetStore } from '../../server/pipedrive/budget.store.ts';
import { createBudget } from '../../server/pipedrive/budget.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pretendBudget } from './pretend-budget.ts';
import { seeded, simulate } from './simulate.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Tokens of a day on the smallest plan with one seat, and what of them is ours. */
const liteTokens = 30_000;
const sharePercent = 40;
export const ourShare = (liteTokens * sharePercent) / 100;
/** Neither midnight UTC, which the governor guesses first, nor the first hour it tries. */
const resetHour = 7;

/**
 * Days on the smallest plan with every seventh organization to write: three processes, other apps that spend at
 * random, people, events and creations, a reset at an hour nobody tells, an hour and more without headers every day, and from
 * `hardFrom` on (in days) a day on which others want more than there is.
 */
export async function liveHardDays(
  store: BudgetStore,
  options: { companyId: number; organizations: number; hardFrom: number; seed: number },
) {
  const start = Date.parse('2026-11-02T09:00:00Z');
  const random = seeded(options.seed);
  const clock = fakeClock({ start: new Date(start) });
  const hardFrom = start + options.hardFrom * day;
  const pipedrive = pretendBudget({
    limit: liteTokens,
    resetHour,
    // On hard days just when the company runs out.
    headersMissing: (at) => (at - start) % day >= 10.75 * hour && (at - start) % day < 12 * hour,
  });
  const processes = Array.from({ length: 3 }, () =>
    createBudget({ store, clock, settings: async () => ({ sharePercent, plan: null }) }),
  );
  const outcome = await simulate({
    ...options,
    clock,
    processes,
    pipedrive,
    random,
    changed: 0.15,
    othersPerHour: (at) => (at >= hardFrom && at < hardFrom + day ? 1700 : 500 + 500 * random()),
    perHour: { click: 4, event: 10, create: 3 },
    days: 20,
  });
  return { outcome, pipedrive, start };
}
