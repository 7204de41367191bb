import type { Connection } from 'mongoose';
import { createBudgetStore } from '../../server/pipedrive/budget.store.ts';
import { liveHardDays } from '../budget/hard-days.ts';
import type { Row } from './row.ts';

/** Three processes live through days on which other apps want more than there is: what Pipedrive refused them. */
export async function benchGovernor(db: Connection, organizations: number): Promise<Row[]> {
  const store = createBudgetStore(db);
  await store.ensureIndexes();
  const days = { companyId: 1, organizations, hardFrom: 0, seed: 7 };
  const { pipedrive } = await liveHardDays(store, days);
  return [
    {
      id: 'governor_429',
      value: pipedrive.refused.filter(({ predicted }) => predicted).length,
      unit: 'calls',
      bar: 0,
      better: 'lower',
      about: `refused though headers had told, on simulated days when others want everything (${pipedrive.refused.length} refused in all)`,
    },
  ];
}
