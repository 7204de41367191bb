import type { Connection } from 'mongoose';
import { type BurstStore, createBurstStore } from './burst.store.ts';
import { createDayStore, type DayStore } from './day.store.ts';

/** Everything processes share about limits: counters and times only, nothing of the customer's records. */
export type BudgetStore = {
  day: DayStore;
  burst: BurstStore;
  ensureIndexes(): Promise<void>;
};

/** Makes the store of the budget governor. */
export function createBudgetStore(db: Connection): BudgetStore {
  const day = createDayStore(db);
  const burst = createBurstStore(db, async (companyId) => (await day.read(companyId)) !== null);
  return {
    day,
    burst,
    async ensureIndexes() {
      await day.ensureIndexes();
      await burst.ensureIndexes();
    },
  };
}
