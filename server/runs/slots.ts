/** A limit on how much goes on at the same time; who waits longest goes first. */
export type Slots = { use<T>(work: () => Promise<T>): Promise<T> };

/** At most `limit` pieces of work at a time. */
export function createSlots(limit: number): Slots {
  let free = limit;
  const waiting: (() => void)[] = [];
  return {
    async use(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
  };
}
