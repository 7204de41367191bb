import type { Clock } from '../../server/platform/clock.ts';

type Sleeper = { due: number; wake(): void };

export type FakeClock = Clock & {
  /** Moves time forward by `ms`, waking each sleeper at its moment, in order; lets woken code run in between. */
  advance(ms: number): Promise<void>;
  /** Moves time to a moment that is not before the present one. */
  advanceTo(moment: Date | string): Promise<void>;
  /** Moves time to the end of the shortest sleep; stays where it is when nobody sleeps. */
  advanceToNext(): Promise<void>;
  /** Resolves once at least `count` callers sleep. */
  untilSleeping(count?: number): Promise<void>;
  /** How many callers sleep now. */
  sleeping(): number;
  /** Milliseconds of every sleep asked for, oldest first. */
  readonly naps: number[];
};

/**
 * A clock that moves only when told to.
 * @param options.start first moment; a fixed working day when left out.
 * @param options.auto true: as soon as somebody sleeps, time jumps to the end of the shortest sleep.
 */
export function fakeClock(options: { start?: Date | string; auto?: boolean } = {}): FakeClock {
  let now = new Date(options.start ?? '2026-11-02T09:00:00.000Z').getTime();
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<() => void>();
  const naps: number[] = [];
  let jump: NodeJS.Immediate | null = null;

  const next = () => [...sleepers].sort((a, b) => a.due - b.due)[0];

  function wake(sleeper: Sleeper) {
    now = Math.max(now, sleeper.due);
    sleeper.wake();
  }

  function scheduleJump() {
    if (!options.auto || jump || sleepers.size === 0) return;
    jump = setImmediate(() => {
      jump = null;
      const sleeper = next();
      if (sleeper) wake(sleeper);
      scheduleJump();
    });
  }

  async function advanceTo(target: number) {
    for (let sleeper = next(); sleeper && sleeper.due <= target; sleeper = next()) {
      wake(sleeper);
      await settled();
    }
    now = Math.max(now, target);
    await settled();
  }

  return {
    naps,
    now: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        naps.push(ms);
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = {
          due: now + Math.max(0, ms),
          wake() {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake);
        for (const watcher of [...watchers]) watcher();
        scheduleJump();
      }),
    advance: (ms) => advanceTo(now + ms),
    advanceTo: (moment) => advanceTo(new Date(moment).getTime()),
    advanceToNext: async () => advanceTo(next()?.due ?? now),
    sleeping: () => sleepers.size,
    untilSleeping: (count = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (sleepers.size < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

/** Lets everything run that is ready to run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
