import type { Clock } from '../platform/clock.ts';
import type { EventStore } from './event.store.ts';
import type { SubscriptionStore } from './subscription.store.ts';
import type { Subscription, SubscriptionKey } from './subscription.ts';

/**
 * `none`: not asked for yet. `refused`: Pipedrive said no. `gone`: Pipedrive had removed it; a repair is on its way.
 * `gap`: changes came without their events, or were made before we listened; a repair is on its way. `silent`: for too
 * long nothing has proved that events arrive. `behind`: they arrive but wait. `ok`: what is known is what stands there.
 */
export type Health = 'none' | 'refused' | 'gone' | 'gap' | 'silent' | 'behind' | 'ok';

/** A proof is good for so long: two checks may fail to be made before it is not. */
export const proofIsGoodForMs = 6 * 3_600_000;
/** Knowledge that lags no more than this is as fresh as a reading that may be written on. */
const mayWaitMs = 60_000;

/**
 * Whether the knowledge of a company can be trusted. Pure.
 * @param facts.behind whether an event waits for more than a minute
 */
export function decideHealth(
  subscription: Subscription | null,
  facts: { now: Date; behind: boolean },
): Health {
  if (!subscription || subscription.state === 'pending') {
    return subscription?.uncertain?.reason === 'gone' ? 'gone' : 'none';
  }
  if (subscription.state === 'refused') return 'refused';
  const { uncertain, certainUntil } = subscription;
  if (uncertain) return uncertain.reason === 'gone' ? 'gone' : 'gap';
  if (!certainUntil || facts.now.getTime() - certainUntil.getTime() > proofIsGoodForMs) return 'silent';
  return facts.behind ? 'behind' : 'ok';
}

/** What health is read from. */
export type HealthDeps = {
  clock: Clock;
  subscriptions: Pick<SubscriptionStore, 'get'>;
  events: Pick<EventStore, 'anyWaitsSince'>;
};

/** How one subscription of an installation is doing now. */
export async function healthOf(
  deps: HealthDeps,
  key: SubscriptionKey,
): Promise<{ health: Health; subscription: Subscription | null }> {
  const now = deps.clock.now();
  const [subscription, behind] = await Promise.all([
    deps.subscriptions.get(key),
    deps.events.anyWaitsSince(key, new Date(now.getTime() - mayWaitMs)),
  ]);
  return { health: decideHealth(subscription, { now, behind }), subscription };
}

/**
 * True when every change of a company's organizations is known up to the last minute, so that careful rules need not
 * read. Asked again and again while a run goes on: one row and one look into an index.
 */
export async function streamHealthy(
  deps: HealthDeps,
  { companyId, epoch }: { companyId: number; epoch: string },
): Promise<boolean> {
  return (await healthOf(deps, { companyId, epoch, objectType: 'organization' })).health === 'ok';
}
