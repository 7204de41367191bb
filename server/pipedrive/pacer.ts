import type { Clock } from '../platform/clock.ts';
import type { BurstStore, Who } from './burst.store.ts';
import { pipedriveError } from './errors.ts';
import { isTooLate, longestPause } from './patience.ts';
import type { Caller } from './types.ts';

/** Length of a window in which requests are shared out, in milliseconds. */
export const windowMs = 500;

/** From this limit on shaping would only cost database operations. */
const unshaped = 10_000;

/** Requests per window while no header has told the limit: 10 a second, safe on every plan (pipedrive-api.md 5.3). */
const capacityUnknown = 5;

/**
 * Requests per window. Any 2 seconds touch at most five windows, and all of their requests may lie inside: a fifth of
 * 80 % of the limit each keeps every rolling 2 seconds below it.
 */
export function windowCapacity(limit: number | null): number {
  return limit === null ? capacityUnknown : Math.max(1, Math.floor((limit * 0.8) / 5));
}

type Gate = {
  window: number;
  free: number;
  /** No request of this window is left in any process. */
  isEmpty: boolean;
  blockedUntil: number;
  waiting: number;
  clicksWaiting: number;
  claiming: Promise<void> | null;
};

/** Shapes bursts: one gate a user in this process, which claims its requests from the windows all processes share. */
export function createPacer(deps: { store: BurstStore; clock: Clock }) {
  const { store, clock } = deps;
  const gates = new Map<string, Gate>();
  const now = () => clock.now().getTime();

  function gateOf({ companyId, userId }: Who): Gate {
    const key = `${companyId}:${userId}`;
    const known = gates.get(key);
    if (known) return known;
    const gate: Gate = {
      window: 0,
      free: 0,
      isEmpty: false,
      blockedUntil: 0,
      waiting: 0,
      clicksWaiting: 0,
      claiming: null,
    };
    gates.set(key, gate);
    return gate;
  }

  async function claim(gate: Gate, who: Who, limit: number | null): Promise<void> {
    const capacity = windowCapacity(limit);
    const window = Math.floor(now() / windowMs);
    // Somewhat more than is asked for right now, so that a caller in a loop does not ask the database every time.
    const wanted = Math.max(gate.waiting, Math.ceil(capacity / 4));
    const claimed = await store.claim({ who, window, wanted, capacity, now: new Date(now()) });
    if (gate.window !== window) gate.free = 0;
    gate.window = window;
    gate.free += claimed.granted;
    gate.isEmpty = claimed.granted === 0;
    if (claimed.blockedUntil) gate.blockedUntil = Math.max(gate.blockedUntil, claimed.blockedUntil.getTime());
  }

  /** Waits until a request of the caller may leave. */
  async function pass(gate: Gate, caller: Caller, limit: number | null): Promise<void> {
    for (;;) {
      if (caller.signal?.aborted) throw pipedriveError('cancelled');
      const moment = now();
      if (isTooLate(caller, moment)) throw pipedriveError('too_late');
      if (gate.blockedUntil > moment) {
        const waitMs = gate.blockedUntil - moment;
        if (isTooLate(caller, gate.blockedUntil)) throw pipedriveError('too_late');
        if (waitMs > longestPause[caller.lane])
          throw pipedriveError('rate_limited', { resumesAt: new Date(gate.blockedUntil).toISOString() });
        await clock.sleep(waitMs, caller.signal);
        continue;
      }
      if (limit !== null && limit >= unshaped) return;
      const window = Math.floor(moment / windowMs);
      if (gate.window === window) {
        // A person's click goes first: bulk work takes what clicks do not need.
        const mine = caller.lane === 'click' ? gate.free : gate.free - gate.clicksWaiting;
        if (mine > 0) {
          gate.free -= 1;
          return;
        }
        if (gate.isEmpty || gate.free > 0) {
          await clock.sleep((window + 1) * windowMs - moment, caller.signal);
          continue;
        }
      }
      gate.claiming ??= claim(gate, { companyId: caller.companyId, userId: caller.userId }, limit).finally(
        () => {
          gate.claiming = null;
        },
      );
      await gate.claiming;
    }
  }

  return {
    /**
     * Resolves when a request of the caller may leave.
     * @param limit requests per 2 seconds as last seen, null while unknown.
     * @throws AppError `rate_limited` when a pause is longer than the lane waits, `cancelled` when the caller gave up,
     * `too_late` when the caller's time to send is over or will be.
     */
    async slot(caller: Caller, limit: number | null): Promise<void> {
      const gate = gateOf(caller);
      const isClick = caller.lane === 'click';
      gate.waiting += 1;
      if (isClick) gate.clicksWaiting += 1;
      try {
        await pass(gate, caller, limit);
      } finally {
        gate.waiting -= 1;
        if (isClick) gate.clicksWaiting -= 1;
      }
    },

    /** Nobody sends for this user for `ms` milliseconds, in any process. */
    async pause({ companyId, userId }: Who, ms: number): Promise<void> {
      const until = now() + ms;
      const gate = gateOf({ companyId, userId });
      gate.blockedUntil = Math.max(gate.blockedUntil, until);
      await store.block({ companyId, userId }, new Date(until));
    },

    /** The last header leaves nothing of the window: this process waits until it resets. */
    hold(who: Who, ms: number): void {
      const gate = gateOf(who);
      gate.blockedUntil = Math.max(gate.blockedUntil, now() + ms);
    },

    forget(companyId: number): void {
      for (const key of gates.keys()) if (key.startsWith(`${companyId}:`)) gates.delete(key);
    },
  };
}
