import type { ChunkPlan } from '../runs/chunk.ts';
import type { ReleasePlan } from './plan-release.ts';

/**
 * Parts due records into chunks of at most `size`, each with records of one place in the queue. Pure.
 * @param due by organization id
 */
export function releaseChunks(due: ReleasePlan['due'], size: number): ChunkPlan[] {
  const alike = new Map<number, number[]>();
  for (const { orgId, order } of due) {
    const ids = alike.get(order);
    if (ids) ids.push(orgId);
    else alike.set(order, [orgId]);
  }
  const chunks: ChunkPlan[] = [];
  for (const [order, all] of alike) {
    for (let at = 0; at < all.length; at += size) {
      const ids = all.slice(at, at + size);
      const [from, to] = [ids[0], ids.at(-1)];
      if (from !== undefined && to !== undefined) chunks.push({ from, to, count: ids.length, ids, order });
    }
  }
  return chunks;
}
