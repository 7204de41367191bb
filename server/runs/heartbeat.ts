import type { Clock } from '../platform/clock.ts';

/**
 * Does work under a lease: renews it again and again until the work ends.
 * The signal given to the work aborts when `outer` does or a renewal says that the lease is lost.
 */
export async function withHeartbeat<T>(
  options: { clock: Clock; everyMs: number; outer: AbortSignal; renew(): Promise<boolean> },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const over = new AbortController();
  const beat = (async () => {
    while (!over.signal.aborted) {
      await options.clock.sleep(options.everyMs, over.signal);
      if (over.signal.aborted) return;
      // A database that does not answer is not a lost lease; the next beat will tell.
      // After a loss it goes on: what is under way is still finished, and a run that is only paused keeps its claim.
      if ((await options.renew().catch(() => true)) === false) lost.abort();
    }
  })();
  try {
    return await work(AbortSignal.any([options.outer, lost.signal]));
  } finally {
    over.abort();
    await beat;
  }
}
