/** A source of numbers that gives the same row for the same seeds, on every machine. */
export type SampleRandom = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One item of a list that is not empty. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** Distinct items, in the order of the list. */
  some<Item>(items: readonly Item[], count: number): Item[];
};

/** Mulberry32 over a mix of the seeds: small, fast, and good enough for invented data. */
export function sampleRandom(...seeds: number[]): SampleRandom {
  let state = 0x9e3779b9;
  for (const seed of seeds) state = mix(state ^ (seed | 0));
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state) / 4294967296;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    some: (items, count) => {
      let left = Math.min(count, items.length);
      // Each item is taken with just the probability that makes every choice equally likely.
      return items.filter((_, index) => {
        const take = left > 0 && next() * (items.length - index) < left;
        if (take) left -= 1;
        return take;
      });
    },
  };
}

function mix(value: number): number {
  let t = Math.imul(value ^ (value >>> 15), value | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}
