import type { Delivery } from './webhook-state.ts';

/**
 * Makes the queue of one sandbox: deliveries that may start, a line for each webhook, with a bound on what is under way
 * in each. Events of one record never overtake each other here.
 */
export function createLine(inFlight: () => number) {
  const waiting = new Map<number, Delivery[]>();
  const running = new Map<number, Set<string>>();
  const recordOf = ({ event }: Delivery) => `${event.kind} ${event.id}`;

  return {
    add: (delivery: Delivery): void => {
      const line = waiting.get(delivery.webhookId);
      if (line) line.push(delivery);
      else waiting.set(delivery.webhookId, [delivery]);
    },
    /** The next delivery that may start, which then counts as under way; undefined when there is none. */
    next: (): Delivery | undefined => {
      for (const [webhookId, line] of waiting) {
        const busy = running.get(webhookId) ?? new Set();
        if (busy.size >= inFlight()) continue;
        const index = line.findIndex((delivery) => !busy.has(recordOf(delivery)));
        const [delivery] = index < 0 ? [] : line.splice(index, 1);
        if (!delivery) continue;
        if (line.length === 0) waiting.delete(webhookId);
        running.set(webhookId, busy.add(recordOf(delivery)));
        return delivery;
      }
      return undefined;
    },
    done: (delivery: Delivery): void => {
      const busy = running.get(delivery.webhookId);
      busy?.delete(recordOf(delivery));
      if (busy?.size === 0) running.delete(delivery.webhookId);
    },
    /** True when nothing is under way and nothing may start. */
    isEmpty: () => waiting.size === 0 && running.size === 0,
  };
}
