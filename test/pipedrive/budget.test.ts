import { beforeEach, describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { createBudget } from '../../server/pipedrive/budget.ts';
import type { Limits } from '../../server/pipedrive/limits.ts';
import type { Caller } from '../../server/pipedrive/types.ts';
import { AppError } from '../../server/platform/errors.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { errorOf } from './gateway.ts';

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

const noLimits: Limits = {
  burstLimit: null,
  burstRemaining: null,
  burstResetSeconds: null,
  dayLimit: null,
  dayRemaining: null,
  retryAfterSeconds: null,
};

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

describe('the share of the day', () => {
  it('ends for bulk work before the reserve for clicks, and for clicks at the share', async () => {
    const budget = aProcess();
    await budget.reserve(click, 1);
    await budget.learn(click, { ...noLimits, dayLimit: 10_000 });
    const bulkSpent = await spendAll(budget, bulk, 5);
    expect(bulkSpent).toBeGreaterThanOrEqual(2990);
    expect(bulkSpent).toBeLessThanOrEqual(3020);
    expect(await spendAll(budget, click, 1)).toBe(4000 - 1 - bulkSpent);
    expect((await errorOf(budget.reserve(click, 1))).details).toEqual({
      resumesAt: '2026-11-03T00:00:00.000Z',
    });
    expect(await budget.status(companyId)).toMatchObject({
      dailyLimit: 10_000,
      usedByUsToday: 4000,
      allowedToday: 4000,
    });
  });

  it('is there again after midnight', async () => {
    const budget = aProcess({ sharePercent: 1, plan: 'lite' });
    const first = await spendAll(budget, bulk, 5);
    expect(first).toBeGreaterThan(190);
    await clock.advanceTo('2026-11-02T23:59:59.999Z');
    await spendAll(budget, click, 1);
    await errorOf(budget.reserve(bulk, 5));
    await clock.advanceTo('2026-11-03T00:00:00Z');
    // Less is kept for clicks and events, of which there were none.
    expect(await spendAll(budget, bulk, 5)).toBeGreaterThanOrEqual(first);
  });

  it('holds for two processes that spend at the same time, to the token', async () => {
    const one = aProcess({ sharePercent: 10, plan: null });
    const two = aProcess({ sharePercent: 10, plan: null });
    const clicks = (budget: Budget) => spendAll(budget, click, 1);
    const works = (budget: Budget) => spendAll(budget, bulk, 5);
    const spent = await Promise.all([works(one), works(two), works(one), works(two)]);
    const bulkSpent = spent.reduce((sum, tokens) => sum + tokens, 0);
    expect(bulkSpent).toBeLessThanOrEqual(2265);
    expect(bulkSpent).toBeGreaterThan(2250 - 2 * 30 - 5);
    const clicked = (await clicks(one)) + (await clicks(two));
    expect(bulkSpent + clicked).toBeLessThanOrEqual(3000);
  });

  it('keeps what another process reserved and did not use out of reach, until it is given back', async () => {
    const one = aProcess({ sharePercent: 10, plan: null });
    const two = aProcess({ sharePercent: 10, plan: null });
    await one.reserve(bulk, 5);
    one.settle(bulk, 5);
    await spendAll(two, bulk, 5);
    await one.release();
    expect(await spendAll(two, bulk, 5)).toBe(15);
  });

  it('counts nothing for calls that never left', async () => {
    const budget = aProcess();
    await budget.reserve(click, 20);
    await budget.refund(click, 20);
    await budget.reserve(bulk, 10);
    await budget.refund(bulk, 10);
    expect((await budget.status(companyId)).usedByUsToday).toBe(0);
  });

  it('costs bulk work one database conversation a hundred tokens', async () => {
    let reads = 0;
    const counted = createBudget({
      store: {
        ...store,
        day: {
          ...store.day,
          read: (id) => {
            reads += 1;
            return store.day.read(id);
          },
        },
      },
      clock,
      settings: async () => ({ sharePercent: 40, plan: null }),
    });
    for (let call = 0; call < 240; call += 1) await counted.reserve(bulk, 5);
    expect(reads).toBeLessThanOrEqual(14);
  });

  it('of a company that is not installed leaves nothing behind', async () => {
    const budget = createBudget({
      store,
      clock,
      settings: async () => {
        throw new AppError({ code: 'not_connected', status: 409, message: 'Connect first.' });
      },
    });
    expect((await errorOf(budget.reserve(bulk, 5))).code).toBe('not_connected');
    expect(await store.day.read(companyId)).toBeNull();
  });
});

describe('what the company has left', () => {
  it('stops bulk work before the reserve is touched, though our share is not spent', async () => {
    const budget = aProcess();
    await budget.reserve(bulk, 10);
    budget.settle(bulk, 10);
    await budget.learn(bulk, { ...noLimits, dayLimit: 30_000, dayRemaining: 2000 });
    expect(await budget.status(companyId)).toMatchObject({ remainingCompany: 2000 });
    const spent = await spendAll(budget, bulk, 10);
    // Less what was in hand when the header came.
    expect(2000 - spent).toBeGreaterThanOrEqual(1200 - 30);
    expect(2000 - spent).toBeLessThan(1600);
  });

  it('is known to the other processes, so that none is refused for what one has seen', async () => {
    const one = aProcess();
    const two = aProcess();
    await one.reserve(click, 1);
    one.settle(click, 1);
    await one.learn(click, { ...noLimits, dayLimit: 30_000, dayRemaining: 3 });
    expect(await spendAll(two, click, 1)).toBe(3);
    expect((await errorOf(two.reserve(bulk, 1))).code).toBe('budget_exhausted');
  });

  it('is passed on with the next reservation when it has sunk by little', async () => {
    const one = aProcess();
    await one.reserve(click, 1);
    one.settle(click, 1);
    await one.learn(click, { ...noLimits, dayLimit: 30_000, dayRemaining: 1000 });
    await one.learn(click, { ...noLimits, dayLimit: 30_000, dayRemaining: 900 });
    expect(await aProcess().status(companyId)).toMatchObject({ remainingCompany: 1000 });
    await one.reserve(click, 1);
    expect(await aProcess().status(companyId)).toMatchObject({ remainingCompany: 900 });
  });

  it('that is refused by Pipedrive itself stops every process until the reset', async () => {
    const one = aProcess();
    const two = aProcess();
    await one.reserve(click, 1);
    expect(await one.exhausted(click, 'header')).toEqual(new Date('2026-11-03T00:00:00Z'));
    await errorOf(two.reserve(click, 1));
    await clock.advanceTo('2026-11-03T00:00:00Z');
    await two.reserve(click, 1);
  });

  it('is tried again within the hour when nothing but refusals told that it is gone', async () => {
    const budget = aProcess();
    await budget.reserve(click, 1);
    expect(await budget.exhausted(click, 'guess')).toEqual(new Date('2026-11-02T10:00:00Z'));
  });
});
