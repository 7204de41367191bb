import type { ChunkPlan } from '../runs/chunk.ts';
import type { ReleasePlan } from './plan-release.ts';

/**
 * Parts due records into chunks of at most `size`, in the order of the queue; a chunk stands where its first record does.
 * Pure.
 */
export function releaseChunks(due: ReleasePlan['due'], size: number): ChunkPlan[] {
  const queue = [...due].sort((a, b) => a.order - b.order || a.orgId - b.orgId);
  const chunks: ChunkPlan[] = [];
  for (let at = 0; at < queue.length; at += size) {
    const part = queue.slice(at, at + size);
    const ids = part.map(({ orgId }) => orgId).sort((a, b) => a - b);
    const [from, to, order] = [ids[0], ids.at(-1), part[0]?.order];
    if (from !== undefined && to !== undefined && order !== undefined)
      chunks.push({ from, to, count: ids.length, ids, order });
  }
  return chunks;
}
