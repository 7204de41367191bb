import type { Account } from '../accounts/account.ts';
import { planAllows } from '../accounts/gates.ts';
import {
  pauseForConnection,
  resumeAfterConnection,
  resumeAfterPlan,
  stopForPlan,
} from '../runs/pause-runs.ts';
import type { RunStore } from '../runs/run.store.ts';

/** What other parts tell bulk work: each makes runs of the company wait or go on. */
export type Pausing = Record<
  'onConnectionLost' | 'onConnectionRestored' | 'onPlanChanged',
  (companyId: number) => Promise<void>
>;

/** Ties connections and plans to runs. */
export function composePausing(parts: {
  runs: RunStore;
  findAccount(companyId: number): Promise<Account | null>;
  /** Tells this process's worker to look again. */
  wake(): void;
}): Pausing {
  return {
    async onConnectionLost(companyId) {
      await pauseForConnection(parts, companyId);
    },
    async onConnectionRestored(companyId) {
      await resumeAfterConnection(parts, companyId);
    },
    async onPlanChanged(companyId) {
      const account = await parts.findAccount(companyId);
      if (account && planAllows(account.plan, 'enrich_all')) await resumeAfterPlan(parts, companyId);
      else await stopForPlan(parts, companyId);
    },
  };
}
