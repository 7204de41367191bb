/** How often fields of one record were written again because of a change in Pipedrive, one byte a mapping entry. */
export type Rewrites = { at: Date; counts: Buffer };

/** So often a field is put right on one day (UTC). Then something else keeps changing it, and one of the two must stop. */
const mostRewritesADay = 3;

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/**
 * The counts as they are now: a new day begins anew, but a field whose fight was stopped waits for the next run over
 * its record.
 */
export function rewritesNow(
  rewrites: Rewrites | null,
  last: { at: Date; runId: string | null } | null,
  now: Date,
): Buffer {
  if (!rewrites) return Buffer.alloc(0);
  if (dayOf(rewrites.at) === dayOf(now)) return rewrites.counts;
  const hadARun = last !== null && last.runId !== null && last.at > rewrites.at;
  const kept = rewrites.counts.map((count) => (!hadARun && count >= mostRewritesADay ? count : 0));
  return Buffer.from(kept);
}

/** True for an entry that is not written again for now. */
export function isStopped(counts: Buffer, index: number): boolean {
  return (counts[index] ?? 0) >= mostRewritesADay;
}

/** Counts one more rewrite of some entries. */
export function countRewrites(counts: Buffer, indexes: readonly number[], now: Date): Rewrites {
  const counted = Buffer.alloc(Math.max(counts.length, ...indexes.map((index) => index + 1)));
  counts.copy(counted);
  for (const index of indexes) counted[index] = (counted[index] ?? 0) + 1;
  return { at: now, counts: counted };
}
