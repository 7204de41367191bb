import { beforeEach, describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { createBudget } from '../../server/pipedrive/budget.ts';
import type { Limits } from '../../server/pipedrive/limits.ts';
import type { Caller } from '../../server/pipedrive/types.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { errorOf } from './gateway.ts';
import { runAll } from './sandbox-gateway.ts';

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

describe('bursts', () => {
  /** Moments at which requests of several processes may leave, in milliseconds. */
  async function departures(processes: Budget[], each: number, limit: number | null): Promise<number[]> {
    const times: number[] = [];
    for (const budget of processes) {
      await budget.reserve(bulk, 1);
      if (limit !== null) await budget.learn(bulk, { ...noLimits, burstLimit: limit });
    }
    const calls = processes.flatMap((budget) =>
      Array.from({ length: each }, async () => {
        await budget.slot(bulk);
        times.push(clock.now().getTime());
      }),
    );
    await Promise.all(calls);
    return times.sort((a, b) => a - b);
  }

  /** The most requests in any 2 seconds. */
  function fullest(times: number[]): number {
    return Math.max(
      ...times.map((start) => times.filter((time) => time >= start && time < start + 2000).length),
    );
  }

  it('of three processes together stay under 80 % of the limit in any 2 seconds', async () => {
    clock = fakeClock({ auto: true });
    const times = await departures([aProcess(), aProcess(), aProcess()], 60, 80);
    expect(times).toHaveLength(180);
    expect(fullest(times)).toBeLessThanOrEqual(64);
    expect(fullest(times)).toBeGreaterThanOrEqual(40);
  });

  it('are not waited for when they end too late for the caller', async () => {
    const budget = aProcess();
    await budget.reserve(bulk, 1);
    await budget.pause(bulk, 5000);
    const moment = (ms: number) => new Date(clock.now().getTime() + ms);
    expect((await errorOf(budget.slot({ ...bulk, sendBefore: moment(4999) }))).code).toBe('too_late');
    expect(clock.naps).toEqual([]);
    const patient = budget.slot({ ...bulk, sendBefore: moment(5000) });
    await clock.untilSleeping();
    await clock.advance(5000);
    await patient;
  });

  it('stay at 10 requests a second while the limit is not known', async () => {
    clock = fakeClock({ auto: true });
    const times = await departures([aProcess(), aProcess()], 30, null);
    expect(fullest(times)).toBeLessThanOrEqual(25);
  });

  it('of a very large limit ask nothing of the database', async () => {
    const budget = aProcess();
    await departures([budget], 500, 100_000);
    expect(await database.collection('burst_windows').countDocuments({ companyId })).toBe(0);
    expect(clock.naps).toEqual([]);
  });

  it('let a click pass before bulk work that waits', async () => {
    clock = fakeClock({ auto: true });
    const budget = aProcess();
    const order: string[] = [];
    const leave = async (caller: Caller) => {
      await budget.slot(caller);
      order.push(caller.lane);
    };
    const first = leave(bulk);
    const works = Array.from({ length: 60 }, () => leave(bulk));
    await first;
    const before = order.length;
    await leave(click);
    expect(order.length - before).toBeLessThanOrEqual(11);
    await Promise.all(works);
    expect(order).toHaveLength(62);
  });

  it('leave the last of a window to a click in another process', async () => {
    const [one, two] = [aProcess(), aProcess()];
    for (const budget of [one, two]) {
      await budget.reserve(click, 1);
      await budget.learn(click, { ...noLimits, burstLimit: 80 });
    }
    const works = Array.from({ length: 40 }, () => one.slot(bulk));
    await clock.untilSleeping(20);
    const slept = clock.sleeping();
    await two.slot({ ...click, lane: 'event' });
    await two.slot(click);
    expect(clock.sleeping()).toBe(slept);
    await runAll(clock, works);
  });

  it('let events pass before creations, and those before bulk work', async () => {
    clock = fakeClock({ auto: true });
    const budget = aProcess();
    await budget.slot(bulk);
    const order: string[] = [];
    const leave = async (lane: Caller['lane']) => {
      await budget.slot({ ...bulk, lane });
      order.push(lane);
    };
    const lanes = ['bulk', 'create', 'event'] as const;
    await Promise.all(lanes.flatMap((lane) => Array.from({ length: 20 }, () => leave(lane))));
    const lastOf = (lane: string) => order.lastIndexOf(lane);
    expect(lastOf('event')).toBeLessThan(lastOf('create'));
    expect(lastOf('create')).toBeLessThan(lastOf('bulk'));
  });

  it('pause in every process after a 429', async () => {
    const one = aProcess();
    const two = aProcess();
    await one.reserve(click, 1);
    await one.slot(click);
    await one.pause(click, 3000);
    let passed = false;
    const waiting = two.slot(click).then(() => {
      passed = true;
    });
    await clock.untilSleeping();
    await clock.advance(2999);
    expect(passed).toBe(false);
    await clock.advance(1);
    await waiting;
  });

  it('do not hold a person through a long pause', async () => {
    const budget = aProcess();
    await budget.pause(click, 60_000);
    expect(await errorOf(budget.slot(click))).toMatchObject({
      code: 'rate_limited',
      details: { resumesAt: '2026-11-02T09:01:00.000Z' },
    });
  });

  it('wait when the last header leaves nothing of the window', async () => {
    const budget = aProcess();
    await budget.reserve(click, 1);
    await budget.learn(click, { ...noLimits, burstLimit: 80, burstRemaining: 0, burstResetSeconds: 2 });
    const waiting = budget.slot(click);
    await clock.untilSleeping();
    expect(clock.naps).toEqual([2000]);
    await clock.advance(2000);
    await waiting;
  });

  it('end for a caller that gives up', async () => {
    const budget = aProcess();
    await budget.pause(bulk, 60_000);
    const stop = new AbortController();
    const waiting = errorOf(budget.slot({ ...bulk, signal: stop.signal }));
    await clock.untilSleeping();
    stop.abort();
    expect((await waiting).code).toBe('cancelled');
  });
});

describe('an erase', () => {
  it('removes every row of the company and says how many', async () => {
    const budget = aProcess();
    await budget.reserve(bulk, 5);
    await budget.slot(bulk);
    expect(await budget.eraser.erase(companyId)).toBe(2);
    expect(await database.collection('budget_days').countDocuments({ companyId })).toBe(0);
    expect(await database.collection('burst_windows').countDocuments({ companyId })).toBe(0);
  });

  it('is not undone by a call that was under way', async () => {
    const budget = aProcess();
    await budget.reserve(bulk, 5);
    await aProcess().eraser.erase(companyId);
    await budget.slot(bulk);
    budget.settle(bulk, 5);
    await budget.learn(bulk, { ...noLimits, burstLimit: 80, dayLimit: 30_000, dayRemaining: 10 });
    await budget.pause(bulk, 2000);
    await budget.release();
    expect(await database.collection('budget_days').countDocuments({ companyId })).toBe(0);
    expect(await database.collection('burst_windows').countDocuments({ companyId })).toBe(0);
  });
});
