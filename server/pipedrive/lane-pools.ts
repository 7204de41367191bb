import { type LaneCounts, laneSum, noLanes } from './lane-counts.ts';
import type { Lane } from './types.ts';

/** A lane that comes back for more within this time makes many calls. */
const busyMs = 5_000;
const firstCalls = 4;
/** What lay longer is asked for anew: others may have spent what was left when it was reserved. */
const goodForMs = 30_000;

/** The most urgent last: whose unused tokens a click takes first. */
const leastUrgentFirst = ['bulk', 'create', 'event'] as const;

/** Makes the pools of one company: tokens this process has reserved for its lanes, so that not every call asks the database. Clicks have none: they are few, and each is booked as it comes. */
export function createLanePools() {
  let tokens = noLanes();
  let sizes = noLanes();
  const filledAt = noLanes();

  return {
    /** Takes a call's tokens; false when the lane has too few, or has had them for too long. */
    take(lane: Lane, cost: number, now: Date): boolean {
      if (tokens[lane] < cost || now.getTime() - filledAt[lane] > goodForMs) return false;
      tokens[lane] -= cost;
      return true;
    },

    /** Takes a click's tokens from what less urgent lanes hold. Tells from which; null when none has enough. */
    takeForClick(cost: number): Lane | null {
      const lane = leastUrgentFirst.find((each) => tokens[each] >= cost);
      if (lane === undefined) return null;
      tokens[lane] -= cost;
      return lane;
    },

    /** Puts tokens in that were reserved. */
    add(lane: Lane, amount: number): void {
      tokens[lane] += amount;
    },

    /** How many tokens to reserve for a call: more each time while a lane is busy, so that a crash wastes little. */
    sizeFor(lane: Lane, cost: number, chunk: number, now: Date): number {
      if (lane === 'click') return cost;
      const isBusy = sizes[lane] > 0 && now.getTime() - filledAt[lane] <= busyMs;
      sizes[lane] = Math.min(chunk, isBusy ? sizes[lane] * 2 : cost * firstCalls);
      filledAt[lane] = now.getTime();
      return Math.max(cost, sizes[lane]);
    },

    /** What a lane has held for too long, to be given back; 0 when there is nothing of the kind. */
    stale(lane: Lane, now: Date): number {
      if (now.getTime() - filledAt[lane] <= goodForMs) return 0;
      const held = tokens[lane];
      tokens[lane] = 0;
      return held;
    },

    /** All that is held, to be given back. */
    empty(): LaneCounts {
      const held = tokens;
      tokens = noLanes();
      sizes = noLanes();
      return held;
    },

    held: (): number => laneSum(tokens),
    ofLanes: (): LaneCounts => ({ ...tokens }),
  };
}
