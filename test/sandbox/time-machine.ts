import type { SandboxClock } from './clock.ts';
import type { Schedule } from './schedule.ts';
import type { Deliveries } from './webhooks/deliveries.ts';
import type { World } from './world.ts';

const timeoutMs = 10_000;

type TimeDeps = { world: World; clock: SandboxClock; schedule: Schedule; deliveries: Deliveries };

/**
 * Moves the clock of a sandbox for tests, so that none waits: each retry, delay and ending happens at its own moment,
 * and what it sends is waited for before time goes on.
 */
export function createTimeMachine({ world, clock, schedule, deliveries }: TimeDeps) {
  const moveTo = async (moment: number) => {
    world.clockOffsetMs += Math.max(0, moment - clock.now().getTime());
    schedule.wake();
    await deliveries.settled();
  };
  return {
    /** Moves time forward. A receiver that never answers would be waited for without end: see `endPatience`. */
    advance: async (ms: number): Promise<void> => {
      const target = clock.now().getTime() + ms;
      await deliveries.settled();
      for (let due = schedule.next(); due !== null && due <= target; due = schedule.next()) await moveTo(due);
      await moveTo(target);
    },
    /** Lets the ten seconds pass that an answer is waited for: what is under way has failed then. */
    endPatience: (): Promise<void> => moveTo(clock.now().getTime() + timeoutMs),
  };
}
