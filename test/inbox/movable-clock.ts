import type { Clock } from '../../server/platform/clock.ts';

/** Time of the machine, moved on by what a test says; sleeps are cut short, so that nothing waits for the machine. */
export function movableClock(): Clock & { move(ms: number): void } {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    sleep: (ms, signal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(ms, 20));
        signal?.addEventListener('abort', done);
      }),
    move: (ms) => {
      offset += ms;
    },
  };
}
