import { Router } from 'express';
import { z } from 'zod';
import { endpoint, type Session, type VerifySession } from '../platform/endpoint.ts';
import { namesWish, retryWish } from './activity.contract.ts';
import type { AttentionStore } from './attention.store.ts';
import { attentionOf } from './attention.ts';
import { deadLettersOf } from './dead-letters.ts';
import type { EnrichmentRouterDeps } from './enrichment-deps.ts';
import type { FailingStore } from './failing.store.ts';
import { organizationNames } from './organization-names.ts';
import { callerOf } from './panel.ts';
import { type HistoryDeps, historyOf } from './record-history.ts';
import { type StartRetryDeps, startRetry } from './start-retry.ts';

export type ActivityDeps = HistoryDeps &
  StartRetryDeps &
  Pick<EnrichmentRouterDeps, 'pipedrive' | 'clock' | 'getInstallation' | 'viewRun'> & {
    failing: FailingStore;
    attention: AttentionStore;
    verifySession: VerifySession;
    /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
    requireManager(session: Session): Promise<void>;
  };

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const params = z.object({ id });
const run = z.object({ id: z.string().min(1).max(64) });
const page = z.object({ after: z.coerce.number().int().nonnegative().default(0) });

/** Routes of what was done to records; see activity.contract.ts for what they answer. */
export function createActivityRouter(deps: ActivityDeps): Router {
  const { verifySession } = deps;
  const router = Router();
  router.get(
    '/api/organizations/:id/history',
    endpoint(verifySession, { params }, ({ session, params: { id }, signal }) =>
      historyOf(deps, callerOf(session, signal), id),
    ),
  );
  router.post(
    '/api/organizations/names',
    endpoint(verifySession, { body: namesWish }, async ({ session, body, signal }) => ({
      names: await organizationNames(deps, callerOf(session, signal), body.ids),
    })),
  );
  router.get(
    '/api/dead-letters',
    endpoint(verifySession, { query: page }, ({ session, query }) =>
      deadLettersOf(deps, session.companyId, query.after),
    ),
  );
  router.get(
    '/api/attention',
    endpoint(verifySession, {}, ({ session }) => attentionOf(deps, session.companyId)),
  );
  const retry = async (session: Session, ofRunId: string | null, only: number[] | undefined) => {
    await deps.requireManager(session);
    return { run: await deps.viewRun(await startRetry(deps, session, { ofRunId, only: only ?? null })) };
  };
  router.post(
    '/api/dead-letters/retry',
    endpoint(verifySession, { body: retryWish }, ({ session, body }) =>
      retry(session, null, body.organizationIds),
    ),
  );
  router.post(
    '/api/runs/:id/retry',
    endpoint(verifySession, { params: run, body: retryWish }, ({ session, params: { id }, body }) =>
      retry(session, id, body.organizationIds),
    ),
  );
  return router;
}
