/** Chance that a seed decides, so that every history can be played again. */
export type Dice = {
  chance(share: number): boolean;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  weighted<K extends string>(weights: Record<K, number>): K;
};

/** Throws dice whose whole course hangs on the seed (mulberry32). */
export function dice(seed: number): Dice {
  let state = (seed * 0x9e3779b9) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    chance: (share) => next() < share,
    between,
    pick<T>(from: readonly T[]): T {
      const found = from[between(0, from.length - 1)];
      return found as T;
    },
    weighted<K extends string>(weights: Record<K, number>): K {
      const entries = Object.entries(weights) as [K, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [kind, weight] of entries) {
        left -= weight;
        if (left < 0) return kind;
      }
      return (entries.at(-1) as [K, number])[0];
    },
  };
}
