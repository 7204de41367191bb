import { Router } from 'express';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import type { GetInstallation } from '../install/installation.ts';
import { endpoint, type Session, type VerifySession } from '../platform/endpoint.ts';
import { checkSubscription } from './check-subscription.ts';
import { ensureSubscription } from './ensure-subscription.ts';
import type { EventStore } from './event.store.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';
import { type WebhooksViewDeps, webhooksView } from './webhooks-view.ts';

export type WebhooksRouterDeps = SubscriptionDeps &
  WebhooksViewDeps & {
    events: Pick<EventStore, 'revive'>;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
    /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
    requireManager(session: Session): Promise<void>;
    /** Tells the worker of this process to look again. */
    wake(): void;
  };

/** The routes of `webhooks.contract.ts`. */
export function createWebhooksRouter(deps: WebhooksRouterDeps): Router {
  const { verifySession } = deps;
  const router = Router();
  router.get(
    '/api/webhooks',
    endpoint(verifySession, {}, async ({ session }) =>
      webhooksView(deps, await requireInstallation(deps, session.companyId)),
    ),
  );
  router.post(
    '/api/webhooks/check',
    endpoint(verifySession, {}, async ({ session }) => {
      await deps.requireManager(session);
      const installation = await requireInstallation(deps, session.companyId);
      const { companyId, epoch } = installation;
      const key = { companyId, epoch, objectType: 'organization' as const };
      await ensureSubscription(deps, key);
      await checkSubscription(deps, key, { list: true });
      return webhooksView(deps, installation);
    }),
  );
  router.post(
    '/api/webhooks/retry-dead',
    endpoint(verifySession, {}, async ({ session }) => {
      await deps.requireManager(session);
      const installation = await requireInstallation(deps, session.companyId);
      await deps.events.revive(installation, deps.clock.now());
      deps.wake();
      return webhooksView(deps, installation);
    }),
  );
  return router;
}
