import { insertGuarded } from '../enrichment/epoch-guard.ts';
import type { SubscriptionKey } from './subscription.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';
import { newSecret, sealSecret } from './webhook-secret.ts';

/**
 * Makes the row of a subscription, with its address and its secret, unless it is there: before Pipedrive is asked, so
 * that one whose answer is lost is known again by its address.
 * @throws AppError `not_installed` (404) when the installation is gone.
 */
export async function ensureSubscription(deps: SubscriptionDeps, key: SubscriptionKey): Promise<void> {
  if (await deps.subscriptions.get(key)) return;
  const insert = () =>
    deps.subscriptions.add({
      ...key,
      address: deps.randomId(),
      secret: sealSecret(deps.keys, key, newSecret()),
      state: 'pending',
      code: null,
      webhookId: null,
      ownerUserId: null,
      origin: null,
      registeredAt: null,
      certainUntil: null,
      uncertain: null,
      listedAt: null,
      lastDeliveryAt: null,
      lastDeliveryStatus: null,
      nextCheckAt: deps.clock.now(),
      failures: 0,
      arrivals: { received: 0, repeated: 0, refused: {} },
      lastEventAt: null,
      lagMs: null,
    });
  await insertGuarded(deps, key, { insert, erase: deps.subscriptions.erase });
}
