import type { Clock } from '../platform/clock.ts';
import type { BudgetStore } from './budget.store.ts';
import { budgetStatusOf } from './budget-status.ts';
import { createDayLedger, type DayLedger } from './day-ledger.ts';
import { createPacer } from './pacer.ts';
import type { Budget } from './ports.ts';
import type { BudgetSettings } from './share.ts';

export type BudgetDeps = {
  store: BudgetStore;
  clock: Clock;
  /** The company's settings. May throw for a company that is not installed: then nothing is stored of it. */
  settings: (companyId: number) => Promise<BudgetSettings>;
};

/** A feature's part of an erase: removes every row of the company and says how many. */
export type BudgetEraser = { name: string; erase(companyId: number): Promise<number> };

/**
 * Makes the budget governor: keeps all processes together within our share of the company's daily tokens and within
 * the burst limit of each user. Rules: design.md §5.5; numbers: `share.ts` and `pacer.ts`.
 */
export function createBudget(deps: BudgetDeps): Budget & { eraser: BudgetEraser } {
  const { store, clock } = deps;
  const ledgers = new Map<number, DayLedger>();
  const pacer = createPacer({ store: store.burst, clock });

  function ledgerOf(companyId: number): DayLedger {
    const known = ledgers.get(companyId);
    if (known) return known;
    const ledger = createDayLedger({ store: store.day, clock, settings: deps.settings }, companyId);
    ledgers.set(companyId, ledger);
    return ledger;
  }

  return {
    reserve: (caller, cost) => ledgerOf(caller.companyId).reserve(caller.lane, cost),
    refund: (caller, cost) => ledgerOf(caller.companyId).refund(caller.lane, cost),
    settle: (caller, cost) => ledgerOf(caller.companyId).settle(caller.lane, cost),
    slot: (caller) => pacer.slot(caller, ledgerOf(caller.companyId).burstLimit()),

    async learn(caller, limits) {
      const ledger = ledgerOf(caller.companyId);
      if (limits.burstRemaining !== null && limits.burstRemaining <= 1)
        pacer.hold(caller, (limits.burstResetSeconds ?? 2) * 1000);
      if (limits.burstLimit !== null && limits.burstLimit > 0) await ledger.learnBurst(limits.burstLimit);
      await ledger.learn(limits);
    },

    pause: (caller, ms) => pacer.pause(caller, ms),
    exhausted: (caller, evidence) => ledgerOf(caller.companyId).exhausted(evidence),

    status: async (companyId) => budgetStatusOf(await ledgerOf(companyId).look(), clock.now()),

    async release() {
      await Promise.all([...ledgers.values()].map((ledger) => ledger.release()));
    },

    eraser: {
      name: 'budget',
      async erase(companyId) {
        ledgers.delete(companyId);
        pacer.forget(companyId);
        return (await store.day.erase(companyId)) + (await store.burst.erase(companyId));
      },
    },
  };
}
