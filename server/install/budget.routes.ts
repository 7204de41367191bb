import { json, Router } from 'express';
import { endpoint, type Session, type VerifySession } from '../platform/endpoint.ts';
import { budgetChange } from './budget.contract.ts';
import { type BudgetDeps, budgetViewOf, setBudgetShare } from './budget-view.ts';

type Deps = BudgetDeps & {
  verifySession: VerifySession;
  /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
  requireManager(session: Session): Promise<void>;
};

/** Routes of the company's API tokens; see budget.contract.ts. */
export function createBudgetRouter(deps: Deps): Router {
  const router = Router();
  router.get(
    '/api/budget',
    endpoint(deps.verifySession, {}, ({ session }) => budgetViewOf(deps, session.companyId)),
  );
  router.put(
    '/api/budget',
    json({ limit: '1kb' }),
    endpoint(deps.verifySession, { body: budgetChange }, async ({ session, body }) => {
      await deps.requireManager(session);
      await setBudgetShare(deps, session.companyId, body);
      return budgetViewOf(deps, session.companyId);
    }),
  );
  return router;
}
