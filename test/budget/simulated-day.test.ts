import { expect, it } from 'vitest';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { testDatabase } from '../support/database.ts';
import { liveHardDays, ourShare } from './hard-days.ts';

const store = createBudgetStore(await testDatabase());
await store.ensureIndexes();

it('days of 30,000 tokens meet no limit, starve nobody, keep to the share and end when it was said', async () => {
  const { outcome, pipedrive, start } = await liveHardDays(store, {
    companyId: 1,
    organizations: 100_000,
    hardFrom: 3,
    seed: 20_261_102,
  });
  expect(pipedrive.refused.filter(({ predicted }) => predicted)).toEqual([]);
  for (const tokens of pipedrive.ours.values()) expect(tokens).toBeLessThanOrEqual(ourShare);

  expect(outcome.records).toBe(100_000);
  expect(outcome.clicksRefused).toBeLessThanOrEqual(2);
  expect(outcome.longestWait).toBeLessThan(24);
  expect(outcome.served.event).toBeGreaterThan(5000);
  expect(outcome.served.create).toBeGreaterThan(1500);

  const took = (outcome.finishedAt ?? Number.NaN) - start;
  const told = (outcome.forecastAt ?? Number.NaN) - start;
  expect(Math.abs(told - took) / took).toBeLessThan(0.2);
});
