/** A small seeded generator (mulberry32): the same numbers in 0…1 for the same seed. */
export function seededRandom(seed: number): () => number {
  const state = { random: seed };
  return () => nextRandom(state);
}

/** The next number of a generator whose state is kept by somebody else, so that it survives a restart. */
export function nextRandom(state: { random: number }): number {
  state.random = ((state.random >>> 0) + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state.random ^ (state.random >>> 15), state.random | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
