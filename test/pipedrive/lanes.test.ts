import { beforeEach, describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { createBudget } from '../../server/pipedrive/budget.ts';
import type { Caller } from '../../server/pipedrive/types.ts';
import { AppError } from '../../server/platform/errors.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';

const database = await testDatabase();
const store = createBudgetStore(database);
await store.ensureIndexes();

let companyId = 100;
let clock: FakeClock;
let click: Caller;
let bulk: Caller;

beforeEach(() => {
  companyId += 1;
  clock = fakeClock();
  click = { companyId, userId: 11, lane: 'click' };
  bulk = { companyId, userId: 11, lane: 'bulk' };
});

/** A budget as one process has it. */
function aProcess(settings = { sharePercent: 40, plan: null as string | null }) {
  return createBudget({ store, clock, settings: async () => settings });
}

type Budget = ReturnType<typeof aProcess>;

/** Makes calls of `cost` until the budget refuses; gives how many tokens went through. */
async function spendAll(budget: Budget, caller: Caller, cost: number): Promise<number> {
  for (let tokens = 0; ; tokens += cost) {
    try {
      await budget.reserve(caller, cost);
      budget.settle(caller, cost);
    } catch (error) {
      if (error instanceof AppError && error.code === 'budget_exhausted') return tokens;
      throw error;
    }
  }
}

describe('the lanes', () => {
  const event = () => ({ ...bulk, lane: 'event' as const });
  const create = () => ({ ...bulk, lane: 'create' as const });

  it('of many calls ask the database once for many, and a click each time', async () => {
    let takes = 0;
    const { take } = store.day;
    const day: typeof store.day = {
      ...store.day,
      take(...given) {
        takes += 1;
        return take(...given);
      },
    };
    const counted = createBudget({
      store: { ...store, day },
      clock,
      settings: async () => ({ sharePercent: 40, plan: 'ultimate' }),
    });
    for (let call = 0; call < 300; call += 1) await counted.reserve(event(), 1);
    expect(takes).toBeLessThanOrEqual(10);
    for (let call = 0; call < 300; call += 1) await counted.reserve(create(), 1);
    expect(takes).toBeLessThanOrEqual(20);
    for (let call = 0; call < 5; call += 1) await counted.reserve(click, 1);
    expect(takes).toBeLessThanOrEqual(25);
    await counted.release();
    expect((await aProcess().status(companyId)).usedByUsToday).toBe(605);
  });

  it('leave something to each other, whichever wants all first', async () => {
    const budget = aProcess();
    const events = await spendAll(budget, event(), 5);
    const creations = await spendAll(budget, create(), 5);
    const works = await spendAll(budget, bulk, 5);
    const clicks = await spendAll(budget, click, 1);
    expect(events).toBeGreaterThan(7000);
    expect(creations).toBeGreaterThanOrEqual(500);
    expect(works).toBeGreaterThanOrEqual(2300);
    expect(clicks).toBeGreaterThanOrEqual(1100);
    expect(events + creations + works + clicks).toBe(12_000);
    expect((await aProcess().status(companyId)).lanesToday).toMatchObject({
      event: events,
      create: creations,
    });
  });

  it('feel another share within seconds, in every process', async () => {
    const settings = { sharePercent: 5, plan: null };
    const one = createBudget({ store, clock, settings: async () => ({ ...settings }) });
    const before = await spendAll(one, bulk, 5);
    settings.sharePercent = 50;
    expect(await spendAll(one, bulk, 5)).toBe(0);
    await clock.advance(3001);
    expect(await spendAll(one, bulk, 5)).toBeGreaterThan(before * 5);
  });
});
