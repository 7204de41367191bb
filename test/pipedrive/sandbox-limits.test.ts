import { beforeEach, describe, expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { isAppError } from '../../server/platform/errors.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { errorOf } from './gateway.ts';
import { admin, callerIn, processOf, refusedAsTooMany, runAll, tokensOf } from './sandbox-gateway.ts';

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();

let sandbox: Sandbox;
let clock: FakeClock;
let tokens: ReturnType<typeof tokensOf>;

beforeEach(async () => {
  clock = fakeClock();
  sandbox = await startCheckedSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock,
    organizations: 12,
    persons: 3,
    limits: true,
  });
  tokens = tokensOf(sandbox);
  await store.day.erase(sandbox.world.company.id);
  await store.burst.erase(sandbox.world.company.id);
  return () => sandbox.close();
});

const aProcess = (over: { sharePercent?: number; timeoutMs?: number } = {}) =>
  processOf({ sandbox, store, clock, tokens, ...over });

describe('limits of the sandbox', () => {
  it('are never met by bursts of two processes and two users', async () => {
    sandbox.world.company.plan = 'lite';
    const processes = [aProcess(), aProcess()];
    const work = async (index: number) => {
      const { pipedrive } = processes[index % 2] ?? aProcess();
      const caller = callerIn(sandbox, index % 3 === 0 ? 'click' : 'bulk', index % 4 === 0 ? 9002 : admin);
      for (let call = 0; call < 10; call += 1) await pipedrive.getOrganization(caller, 1);
    };
    const started = clock.now().getTime();
    await runAll(
      clock,
      Array.from({ length: 20 }, (_, index) => work(index)),
    );
    expect(sandbox.world.counters.endpoints['GET /api/v2/organizations/{id}']?.statuses).toEqual({
      200: 200,
    });
    // 150 calls of one user at 24 a second, and some at 10 until the limit was known.
    expect(clock.now().getTime() - started).toBeLessThan(9000);
  });

  it.each(['always', 'sometimes', 'never'] as const)(
    'on the day are kept to our share (daily headers %s)',
    async (headers) => {
      sandbox.world.company.plan = 'lite';
      sandbox.world.company.seats = 1;
      sandbox.world.settings.dailyHeaders = headers;
      const processes = [aProcess({ sharePercent: 3 }), aProcess({ sharePercent: 3 })];
      const untilExhausted = async (index: number, lane: 'bulk' | 'click') => {
        const { pipedrive } = processes[index % 2] ?? aProcess();
        for (;;) {
          try {
            await pipedrive.listOrganizations(callerIn(sandbox, lane), { limit: 1, customFields: [] });
          } catch (error) {
            if (!isAppError(error, 'budget_exhausted')) throw error;
            expect(error.details).toEqual({ resumesAt: '2026-11-03T00:00:00.000Z' });
            return;
          }
        }
      };
      await runAll(
        clock,
        [0, 1, 2, 3].map((index) => untilExhausted(index, 'bulk')),
      );
      expect(sandbox.world.budget.used).toBeLessThanOrEqual(720);
      expect(sandbox.world.budget.used).toBeGreaterThan(650);
      await runAll(
        clock,
        [0, 1].map((index) => untilExhausted(index, 'click')),
      );
      expect(sandbox.world.budget.used).toBeLessThanOrEqual(900);
      expect(sandbox.world.budget.used).toBeGreaterThan(882 - 2 * 20);
      expect(refusedAsTooMany(sandbox)).toBe(0);
      await clock.advanceTo('2026-11-03T00:00:00Z');
      const { pipedrive } = processes[0] ?? aProcess();
      await pipedrive.me(callerIn(sandbox, 'bulk'));
    },
  );

  it('that other apps have nearly used up stop us before Pipedrive does', async () => {
    sandbox.world.company.plan = 'lite';
    sandbox.world.company.seats = 1;
    const { pipedrive } = aProcess();
    const bulk = callerIn(sandbox, 'bulk');
    await pipedrive.me(bulk);
    sandbox.world.budget.used = 28_500;
    let calls = 0;
    const work = async () => {
      for (;;) {
        await pipedrive.listOrganizations(bulk, { limit: 1, customFields: [] });
        calls += 1;
      }
    };
    const ends = [1, 2, 3].map(() => work().catch((error: unknown) => isAppError(error, 'budget_exhausted')));
    await runAll(clock, ends);
    expect(await Promise.all(ends)).toEqual([true, true, true]);
    expect(calls).toBeGreaterThan(5);
    // Bulk work leaves 1,200 tokens for clicks, less what was under way when the header came.
    expect(30_000 - sandbox.world.budget.used).toBeGreaterThanOrEqual(1200 - 120);
    expect(refusedAsTooMany(sandbox)).toBe(0);
    expect((await pipedrive.me(callerIn(sandbox, 'click'))).userId).toBe(admin);
  });

  it('that are used up without a header telling are recognised by repeated refusals', async () => {
    sandbox.world.company.plan = 'lite';
    sandbox.world.company.seats = 1;
    sandbox.world.settings.dailyHeaders = 'never';
    sandbox.world.budget = { day: '2026-11-02', used: 30_000 };
    const { pipedrive } = aProcess();
    const ended = errorOf(pipedrive.me(callerIn(sandbox, 'bulk')));
    await runAll(clock, [ended]);
    expect(await ended).toMatchObject({ code: 'budget_exhausted', retry: true });
    expect(refusedAsTooMany(sandbox)).toBe(3);
    await errorOf(aProcess().pipedrive.me(callerIn(sandbox, 'bulk')));
    expect(refusedAsTooMany(sandbox)).toBe(3);
  });

  it('that are switched off cost no waiting', async () => {
    sandbox.world.settings.limits = false;
    const { pipedrive, budget } = aProcess();
    const caller = callerIn(sandbox, 'bulk');
    await pipedrive.me(caller);
    await Promise.all(Array.from({ length: 200 }, () => pipedrive.getOrganization(caller, 1)));
    expect(clock.naps).toEqual([]);
    expect((await budget.status(caller.companyId)).pacePerSecond).toBeGreaterThan(1000);
  });
});
