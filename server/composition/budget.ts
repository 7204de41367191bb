import type { Router } from 'express';
import { createBudgetRouter } from '../install/budget.routes.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';
import type { Work } from './work.ts';

const shownRuns = 20;

/** What people see and decide of the company's API tokens. */
export function composeBudget(parts: {
  stores: Stores;
  access: Access;
  work: Work;
  getInstallation: GetInstallation;
  verifySession: VerifySession;
}): Router {
  const { stores, access, work } = parts;
  return createBudgetRouter({
    ...parts,
    installations: stores.install.installations,
    budgetStatus: access.budget.status,
    requireManager: (session: Session) => work.requireManager(session),
    async waitingForBudget(companyId) {
      const runs = await stores.runs.list(companyId, shownRuns);
      return runs
        .filter(({ state, pauseReason }) => state === 'paused' && pauseReason === 'budget')
        .map(({ kind, resumesAt }) => ({ kind, resumesAt }));
    },
    async onShareChanged(companyId) {
      await stores.runs.resumeAll(companyId, 'budget');
      work.worker.wake();
    },
  });
}
