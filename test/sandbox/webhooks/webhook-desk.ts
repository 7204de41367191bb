import type { SandboxClock } from '../clock.ts';
import { seededRandom } from '../seed/random.ts';
import { byId } from '../state/by-id.ts';
import type { World } from '../world.ts';
import type { Deliveries } from './deliveries.ts';
import type { AttemptNote } from './recent.ts';
import { ban } from './standing.ts';
import { addTrouble, type TroubleWish } from './troubles.ts';
import type { Delivery, Trouble, Webhook } from './webhook-state.ts';

type ReleaseOrder = 'in_order' | 'reversed' | 'shuffled';

/** What a test or the control page does with the deliveries of a sandbox. */
export type WebhookDesk = {
  /** Resolves when nothing is under way and nothing may start now. */
  settled(): Promise<void>;
  /** The next deliveries that fit meet this. */
  trouble(wish: TroubleWish): Trouble;
  /** Events that a `hold` keeps back. */
  held(): Delivery[];
  /** Lets held events go in an order of one's choice, at most `count` of them; gives how many went. */
  release(order?: ReleaseOrder, count?: number): number;
  /** Bans a webhook (all of them when none is named) for half an hour from now. */
  ban(webhookId?: number): Webhook[];
  /** Events on their way: waiting, held, or to be tried again. */
  pending(): Delivery[];
  /** The last attempts, oldest first, and what was counted since the start. */
  recent(): { counts: { delivered: number; failed: number; lostInBan: number }; attempts: AttemptNote[] };
};

/** Makes the desk. */
export function createWebhookDesk(deps: {
  world: World;
  clock: SandboxClock;
  deliveries: Deliveries;
}): WebhookDesk {
  const { world, clock, deliveries } = deps;
  const pending = () => Object.values(world.deliveries);
  const held = () => pending().filter((delivery) => delivery.held);
  return {
    settled: deliveries.settled,
    trouble: (wish) => addTrouble(world, wish),
    held,
    release: (order = 'in_order', count = Number.POSITIVE_INFINITY) => {
      const going = inOrder(held(), order).slice(0, count);
      deliveries.release(going);
      return going.length;
    },
    ban: (webhookId) => {
      const one = webhookId === undefined ? undefined : byId(world.webhooks, webhookId);
      const banned = webhookId === undefined ? world.webhooks : one ? [one] : [];
      for (const webhook of banned) ban(webhook, clock.now());
      return banned;
    },
    pending,
    recent: deliveries.recent,
  };
}

/** The shuffle is the same each time: what a test saw once it sees again. */
function inOrder(deliveries: Delivery[], order: ReleaseOrder): Delivery[] {
  if (order === 'reversed') return deliveries.reverse();
  if (order === 'in_order') return deliveries;
  const random = seededRandom(deliveries.length);
  return deliveries
    .map((delivery) => ({ delivery, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ delivery }) => delivery);
}
