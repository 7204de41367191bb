import type { Clock } from '../platform/clock.ts';
import type { BurstStore, Who } from './burst.store.ts';
import { pipedriveError } from './errors.ts';
import { type LaneCounts, laneSum, noLanes } from './lane-counts.ts';
import { isTooLate, longestPause } from './patience.ts';
import type { Caller, Lane } from './types.ts';

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
function windowCapacity(limit: number | null): number {
  return limit === null ? capacityUnknown : Math.max(1, Math.floor((limit * 0.8) / 5));
}

/** The most urgent first. */
const lanes: readonly Lane[] = ['click', 'event', 'create', 'bulk'];
/** Parts of a window a lane leaves to more urgent ones in other processes. */
const leaves: LaneCounts = { click: 0, event: 1, create: 1, bulk: 2 };
const parts = 12;

/** Requests per window up to which a lane takes any: the last ones are left to more urgent lanes, in whatever process. */
export function laneCapacity(limit: number | null, lane: Lane): number {
  const whole = windowCapacity(limit);
  return Math.max(1, whole - leaves[lane] * Math.ceil(whole / parts));
}

type Gate = {
  window: number;
  /** Requests claimed and not used yet, by the lane they were claimed for; more urgent ones may use them, too. */
  free: LaneCounts;
  /** Of lanes for which no request of this window is left in any process. */
  empty: Set<Lane>;
  blockedUntil: number;
  waiting: LaneCounts;
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
      free: noLanes(),
      empty: new Set(),
      blockedUntil: 0,
      waiting: noLanes(),
      claiming: null,
    };
    gates.set(key, gate);
    return gate;
  }

  async function claim(gate: Gate, { companyId, userId, lane }: Caller, limit: number | null): Promise<void> {
    const capacity = laneCapacity(limit, lane);
    const window = Math.floor(now() / windowMs);
    // Somewhat more than is asked for right now, so that a caller in a loop does not ask the database every time.
    const wanted =
      lane === 'click' ? gate.waiting.click : Math.max(laneSum(gate.waiting), Math.ceil(capacity / 4));
    const who = { companyId, userId };
    const claimed = await store.claim({ who, window, wanted, capacity, now: new Date(now()) });
    if (gate.window !== window) {
      gate.free = noLanes();
      gate.empty.clear();
    }
    gate.window = window;
    gate.free[lane] += claimed.granted;
    if (claimed.granted === 0) for (const each of lanes.slice(lanes.indexOf(lane))) gate.empty.add(each);
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
        if (takeFree(gate, caller.lane)) return;
        if (gate.empty.has(caller.lane) || usable(gate, caller.lane) > 0) {
          await clock.sleep((window + 1) * windowMs - moment, caller.signal);
          continue;
        }
      }
      gate.claiming ??= claim(gate, caller, limit).finally(() => {
        gate.claiming = null;
      });
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
      gate.waiting[caller.lane] += 1;
      try {
        await pass(gate, caller, limit);
      } finally {
        gate.waiting[caller.lane] -= 1;
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

/** Uses a claimed request, the least urgent first; false when more urgent callers need what there is. */
function takeFree(gate: Gate, lane: Lane): boolean {
  const rank = lanes.indexOf(lane);
  const urgent = lanes.slice(0, rank).reduce((sum, each) => sum + gate.waiting[each], 0);
  if (usable(gate, lane) <= urgent) return false;
  const from = lanes.slice(rank).findLast((each) => gate.free[each] > 0);
  if (from) gate.free[from] -= 1;
  return from !== undefined;
}

function usable(gate: Gate, lane: Lane): number {
  return lanes.slice(lanes.indexOf(lane)).reduce((sum, each) => sum + gate.free[each], 0);
}
