import type { World } from '../world.ts';
import type { Delivery, StoredEvent, Trouble, TroubleKind, Webhook } from './webhook-state.ts';

/** Kinds of trouble that deliveries can meet. */
export const troubleKinds: Record<TroubleKind, string> = {
  hold: 'waits until it is released',
  repeat: 'comes once more, `ms` milliseconds later',
  delay: 'comes `ms` milliseconds later, behind newer ones',
  drop: 'never comes, and nothing tells',
  fail_first: 'the first attempt fails without reaching the app; it is tried again after 3 seconds',
};

export type TroubleWish = { kind: TroubleKind } & Partial<Omit<Trouble, 'id' | 'kind'>>;

/** Arms a trouble for the next `count` deliveries that fit; one of any kind unless said. */
export function addTrouble(world: World, wish: TroubleWish): Trouble {
  const trouble: Trouble = { count: 1, ms: 0, ...wish, id: world.nextId.delivery++ };
  world.troubles.push(trouble);
  return trouble;
}

/**
 * The deliveries an event becomes for one webhook: one, unless troubles are armed. Each kind of trouble works once on
 * an event, and several kinds may work together.
 */
export function deliveriesOf(world: World, webhook: Webhook, event: StoredEvent, now: number): Delivery[] {
  const taken = takeTroubles(world, event);
  if (taken.has('drop')) return [];
  const make = (due: number): Delivery => ({
    id: world.nextId.delivery++,
    webhookId: webhook.id,
    event,
    attempt: 1,
    due,
    held: taken.has('hold'),
    failsFirst: taken.has('fail_first'),
  });
  const due = now + (taken.get('delay')?.ms ?? 0);
  const copy = taken.get('repeat');
  return copy ? [make(due), make(due + copy.ms)] : [make(due)];
}

function takeTroubles(world: World, event: StoredEvent): Map<TroubleKind, Trouble> {
  const taken = new Map<TroubleKind, Trouble>();
  for (const trouble of world.troubles) {
    if (taken.has(trouble.kind) || !fits(trouble, event)) continue;
    taken.set(trouble.kind, trouble);
    trouble.count -= 1;
  }
  if (taken.size > 0) world.troubles = world.troubles.filter((trouble) => trouble.count > 0);
  return taken;
}

function fits(trouble: Trouble, event: StoredEvent): boolean {
  return (
    (trouble.object === undefined || trouble.object === event.kind) &&
    (trouble.action === undefined || trouble.action === event.action) &&
    (trouble.recordId === undefined || trouble.recordId === event.id)
  );
}
