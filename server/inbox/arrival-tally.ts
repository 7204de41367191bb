import type { Base } from '../platform/deps.ts';
import type { SubscriptionStore } from './subscription.store.ts';
import type { Arrivals, SubscriptionKey } from './subscription.ts';

/** What became of one delivery. */
export type Arrival =
  | { kind: 'received' | 'repeated'; at: Date; receivedAt: Date }
  | { kind: 'refused'; reason: string };

type Sum = Arrivals & { key: SubscriptionKey; lastEventAt: Date | null; lagMs: number | null };

const gatherMs = 1000;

/**
 * Counts deliveries in memory and adds them to their subscriptions once a second: nobody waits for it, and a process that
 * is killed loses numbers of one second, never an event.
 */
export function createArrivalTally(
  deps: Base & { subscriptions: Pick<SubscriptionStore, 'count'> },
): (key: SubscriptionKey, arrival: Arrival) => void {
  let sums = new Map<string, Sum>();

  async function flush(): Promise<void> {
    await deps.clock.sleep(gatherMs);
    const counted = sums;
    sums = new Map();
    for (const { key, ...sum } of counted.values()) {
      await deps.subscriptions.count(key, sum).catch((error: unknown) => {
        const name = error instanceof Error ? error.name : typeof error;
        deps.log.warn({ companyId: key.companyId, error: name }, 'deliveries could not be counted');
      });
    }
  }

  return ({ companyId, epoch, objectType }, arrival) => {
    if (sums.size === 0) void flush();
    const name = `${companyId}:${epoch}:${objectType}`;
    const key = { companyId, epoch, objectType };
    const sum = sums.get(name) ?? {
      key,
      received: 0,
      repeated: 0,
      refused: {},
      lastEventAt: null,
      lagMs: null,
    };
    sums.set(name, sum);
    if (arrival.kind === 'refused') {
      sum.refused[arrival.reason] = (sum.refused[arrival.reason] ?? 0) + 1;
      return;
    }
    sum[arrival.kind]++;
    sum.lastEventAt = arrival.receivedAt;
    if (arrival.kind === 'received')
      sum.lagMs = Math.max(0, arrival.receivedAt.getTime() - arrival.at.getTime());
  };
}
