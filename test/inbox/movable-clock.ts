import type { Clock } from '../../server/platform/clock.ts';

/** Time of the machine, moved on by what a test says; sleeps are cut short, so that nothing waits for the machine. */
export function movableClock(): Clock & { move(ms: number): void } {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = setTimeout(resolve, Math.min(ms, 20));
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
    move: (ms) => {
      offset += ms;
    },
  };
}
