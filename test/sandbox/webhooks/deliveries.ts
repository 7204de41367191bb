import type { SandboxClock } from '../clock.ts';
import type { Schedule } from '../schedule.ts';
import { byId } from '../state/by-id.ts';
import type { RecordEvent } from '../state/records.ts';
import type { World } from '../world.ts';
import { createLine } from './line.ts';
import { webhookPayload } from './payload.ts';
import { isReachable, postEvent } from './post-event.ts';
import { type Answer, createRecent } from './recent.ts';
import { endOf, isBanned, noteFailure, noteSuccess, removeDead } from './standing.ts';
import { storeEvent, subscribersOf } from './stored-event.ts';
import { deliveriesOf } from './troubles.ts';
import type { Delivery, Webhook } from './webhook-state.ts';

const timeoutMs = 10_000;
/** Before the second, third and fourth attempt (pipedrive-api.md 4.4). */
const retryAfterMs = [3_000, 30_000, 150_000];

type DeliveryDeps = { world: World; clock: SandboxClock; schedule: Schedule; save(): void };

/** What tells webhooks of the changes of records. */
export type Deliveries = ReturnType<typeof createDeliveries>;

/**
 * Makes the delivery of events over HTTP: started in the order they happened, those of one record one after the other,
 * a bounded number under way per webhook. A retry waits aside, so newer events overtake it, as they do in reality.
 * Deliveries of an earlier start go on.
 */
export function createDeliveries(deps: DeliveryDeps) {
  const { world, clock, schedule, save } = deps;
  const line = createLine(() => world.settings.webhooksInFlight);
  const recent = createRecent();
  const waits = new Set<AbortController>();
  let closed = false;
  const watchers = new Set<() => void>();
  const now = () => clock.now().getTime();

  const whenDue = (delivery: Delivery) => {
    if (delivery.held) return;
    const enter = () => {
      line.add(delivery);
      pump();
    };
    if (delivery.due <= now()) enter();
    else schedule.at(delivery.due, enter);
  };

  const pump = () => {
    for (let next = line.next(); next; next = line.next()) void run(next);
    if (!line.isEmpty()) return;
    for (const settled of watchers) settled();
    watchers.clear();
  };

  const run = async (delivery: Delivery) => {
    const webhook = subscriptionOf(delivery);
    if (webhook) {
      const sentAt = performance.now();
      const status = await attempt(webhook, delivery);
      if (closed) return;
      if (subscriptionOf(delivery) === webhook)
        conclude(webhook, delivery, { status, ms: performance.now() - sentAt });
    }
    line.done(delivery);
    pump();
  };

  /** Undefined when a reset of the world or the end of the webhook took the delivery away. */
  const subscriptionOf = (delivery: Delivery): Webhook | undefined => {
    if (world.deliveries[delivery.id] !== delivery) return undefined;
    const webhook = byId(world.webhooks, delivery.webhookId);
    if (!webhook) delete world.deliveries[delivery.id];
    return webhook;
  };

  const attempt = (webhook: Webhook, delivery: Delivery): Promise<number | null> => {
    if (delivery.failsFirst && delivery.attempt === 1) return Promise.resolve(null);
    const body = webhookPayload(world, webhook, delivery.event, delivery.attempt);
    return patiently((signal) => postEvent(webhook, body, signal));
  };

  const patiently = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const patience = new AbortController();
    const callOff = schedule.at(now() + timeoutMs, () => patience.abort());
    waits.add(patience);
    try {
      return await work(patience.signal);
    } finally {
      waits.delete(patience);
      callOff();
    }
  };

  const conclude = (webhook: Webhook, delivery: Delivery, answer: Answer) => {
    const { status } = answer;
    recent.add(webhook, delivery, answer, clock.now());
    if (status !== null && status >= 200 && status < 300) {
      noteSuccess(webhook, status, clock.now());
      delete world.deliveries[delivery.id];
    } else {
      const wasFailing = webhook.failingSince !== null;
      noteFailure(webhook, status, clock.now(), delivery.attempt === 1);
      if (!wasFailing) watchForEnd(webhook);
      const wait = retryAfterMs[delivery.attempt - 1];
      if (wait === undefined) delete world.deliveries[delivery.id];
      else {
        delivery.attempt += 1;
        delivery.due = now() + wait;
        whenDue(delivery);
      }
    }
    save();
  };

  const watchForEnd = (webhook: Webhook) => {
    const due = endOf(webhook);
    if (due === null) return;
    schedule.at(due, () => {
      removeDead(world, clock.now());
      save();
    });
  };

  for (const webhook of world.webhooks) watchForEnd(webhook);
  for (const delivery of Object.values(world.deliveries)) whenDue(delivery);

  return {
    /** Sends an event to every webhook that is to hear of it. Called in the moment of the change. */
    take: (event: RecordEvent): void => {
      if (world.webhooks.length === 0) return;
      const stored = storeEvent(world, clock, event);
      if (!stored) return;
      for (const webhook of subscribersOf(world, stored)) {
        if (isBanned(webhook, clock.now())) {
          recent.lost();
          continue;
        }
        for (const delivery of deliveriesOf(world, webhook, stored, now())) {
          world.deliveries[delivery.id] = delivery;
          whenDue(delivery);
        }
      }
      save();
    },
    /** Lets held deliveries go, in the order given. */
    release: (deliveries: readonly Delivery[]): void => {
      for (const delivery of deliveries) {
        delivery.held = false;
        whenDue(delivery);
      }
    },
    /** Asks an address whether somebody is there. */
    reachable: (url: string): Promise<boolean> => patiently((signal) => isReachable(url, signal)),
    /** Resolves when nothing is under way and nothing may start now; retries, delays and held ones may be left. */
    settled: (): Promise<void> =>
      new Promise((resolve) => {
        if (line.isEmpty()) resolve();
        else watchers.add(resolve);
      }),
    /** The last attempts, and counts since the start. */
    recent: recent.read,
    /** Ends what is under way; it is tried again at the next start. */
    close: (): void => {
      closed = true;
      for (const wait of waits) wait.abort();
    },
  };
}
