import type { Clock } from '../platform/clock.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { SubscriptionStore } from './subscription.store.ts';
import type { Subscription } from './subscription.ts';
import { basicHeader, openSecret } from './webhook-secret.ts';

/** Where events arrive, with the header that proves the sender. */
export type KnownAddress = { subscription: Subscription; header: string };

const lifeMs = 30_000;
const most = 10_000;

/**
 * Looks addresses up, each at most every half minute in a process: events come by the hundred a second. One that is
 * erased meanwhile takes nothing in any more, because what arrives is stored only for the installation as it is.
 */
export function createKnownAddresses(deps: {
  subscriptions: Pick<SubscriptionStore, 'dangerousByAddressAcrossCompanies'>;
  clock: Clock;
  keys: KeyRing;
}): (address: string) => Promise<KnownAddress | null> {
  const known = new Map<string, { until: number; found: KnownAddress }>();

  return async (address) => {
    const now = deps.clock.now().getTime();
    const cached = known.get(address);
    if (cached && cached.until > now) return cached.found;
    const subscription = await deps.subscriptions.dangerousByAddressAcrossCompanies(address);
    known.delete(address);
    if (!subscription) return null;
    if (known.size >= most) known.clear();
    const found = { subscription, header: basicHeader(openSecret(deps.keys, subscription)) };
    known.set(address, { until: now + lifeMs, found });
    return found;
  };
}
