import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import type * as LaneCaps from '../../server/pipedrive/lane-caps.ts';
import { testDatabase } from '../support/database.ts';

type Guard = 'reserve' | 'ceiling' | 'staleness';
const without = vi.hoisted(() => ({ guard: null as Guard | null }));

vi.mock('../../server/pipedrive/lane-caps.ts', async (original) => {
  const whole = await original<typeof LaneCaps>();
  const capsOf: typeof whole.capsOf = (row, settings, rates, now) => {
    if (without.guard === 'ceiling') return whole.capsOf({ ...row, ceiling: null }, settings, rates, now);
    if (without.guard === 'staleness')
      return whole.capsOf({ ...row, ceilingAt: row.ceilingAt && now }, settings, rates, now);
    const caps = whole.capsOf(row, settings, rates, now);
    const { click } = caps;
    return without.guard === 'reserve' ? { ...caps, event: click, create: click, bulk: click } : caps;
  };
  return { ...whole, capsOf };
});

// Other files share the process and may have loaded the whole module already.
vi.resetModules();
const { createBudgetStore } = await import('../../server/pipedrive/budget.store.ts');
const { liveHardDays } = await import('./hard-days.ts');
afterAll(() => {
  vi.doUnmock('../../server/pipedrive/lane-caps.ts');
  vi.resetModules();
});

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();

beforeEach(() => {
  without.guard = null;
});

let companyId = 0;

/** The first days of a company, on one of which others want everything: what went wrong in them. */
async function troubles(guard: Guard | null, hardFrom: number) {
  without.guard = guard;
  companyId += 1;
  const { outcome, pipedrive } = await liveHardDays(store, {
    companyId,
    organizations: 24_000,
    hardFrom,
    seed: 7,
  });
  return {
    predicted: pipedrive.refused.filter(({ predicted }) => predicted).length,
    clicksRefused: outcome.clicksRefused,
  };
}

it.each([0, 1])('with every guard in place, a hard day shows no trouble (day %i)', async (hardFrom) => {
  expect(await troubles(null, hardFrom)).toEqual({ predicted: 0, clicksRefused: 0 });
});

it('without the reserve, people’s clicks are refused', async () => {
  expect((await troubles('reserve', 0)).clicksRefused).toBeGreaterThan(0);
});

it.each([
  ['ceiling', 0],
  ['staleness', 1],
] as const)('without the %s, calls are refused that headers had told of', async (guard, hardFrom) => {
  expect((await troubles(guard, hardFrom)).predicted).toBeGreaterThan(0);
});
