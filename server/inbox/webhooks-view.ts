import type { Installation } from '../install/installation.ts';
import type { EventStore } from './event.store.ts';
import { type HealthDeps, healthOf } from './stream-health.ts';
import type { WebhooksView } from './webhooks.contract.ts';

export type WebhooksViewDeps = HealthDeps & {
  events: Pick<EventStore, 'counts'>;
  /** Whether changes are answered by writing, and until when they wait. */
  answering(installation: Installation): Promise<{ automatic: boolean; quietUntil: Date | null }>;
};

/** What the settings page shows of how changes in Pipedrive reach the app. */
export async function webhooksView(
  deps: WebhooksViewDeps,
  installation: Installation,
): Promise<WebhooksView> {
  const { companyId, epoch } = installation;
  const [{ health, subscription }, counts, answering] = await Promise.all([
    healthOf(deps, { companyId, epoch, objectType: 'organization' }),
    deps.events.counts(installation),
    deps.answering(installation),
  ]);
  const { received = 0, repeated = 0, refused = {} } = subscription?.arrivals ?? {};
  return {
    health,
    code: subscription?.code ?? null,
    lastEventAt: iso(subscription?.lastEventAt),
    certainUntil: iso(subscription?.certainUntil),
    nextCheckAt: iso(subscription?.nextCheckAt),
    lagMs: subscription?.lagMs ?? null,
    ...{ received, repeated, refused },
    ...counts,
    lastDeliveryStatus: subscription?.lastDeliveryStatus ?? null,
    automatic: answering.automatic,
    quietUntil: iso(answering.quietUntil),
  };
}

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
