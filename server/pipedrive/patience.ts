import type { Limits } from './limits.ts';
import type { Caller, Lane } from './types.ts';

/**
 * Milliseconds to wait before each repetition after a network fault, a 5xx or a time-out.
 * A person is not kept waiting for long; bulk work rides out a short outage and then leaves it to its run to pause.
 */
export const transientWaits: Record<Lane, readonly number[]> = {
  click: [500, 1500],
  event: [1000, 3000],
  create: [1000, 3000, 8000],
  bulk: [1000, 3000, 8000],
};

/** Longest time a call waits for a pause to end, in milliseconds. */
export const longestPause: Record<Lane, number> = {
  click: 10_000,
  event: 30_000,
  create: 120_000,
  bulk: 120_000,
};

/**
 * Milliseconds to wait after a 429: what `Retry-After` and `x-ratelimit-reset` ask for, the larger of both,
 * at least 2 s (the length of the burst window), plus up to a quarter so that callers do not return all at once.
 */
export function waitAfterLimit(limits: Limits, random: () => number): number {
  const seconds = Math.max(2, limits.retryAfterSeconds ?? 0, limits.burstResetSeconds ?? 0);
  return Math.ceil(seconds * 1000 * (1 + random() / 4));
}

/** False when the wait is longer than somebody of this lane should be held. */
export function worthWaiting(lane: Lane, waitMs: number): boolean {
  return waitMs <= longestPause[lane];
}

/** True when a request of this caller may not leave at `moment` (milliseconds) any more. */
export function isTooLate(caller: Caller, moment: number): boolean {
  return caller.sendBefore !== undefined && moment > caller.sendBefore.getTime();
}
