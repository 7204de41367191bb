import { countPlanned } from '../../runs/run.ts';
import type { ChunkScope, Item, Sorted } from '../chunk-scope.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { pauseFor } from '../interruption.ts';
import { lookAtBlock } from '../reading/look-at-block.ts';
import { blockSize } from '../reading/read-block.ts';

/**
 * What `enrichChanged` would do to the records, without doing it: reads what it would read, takes no lock, marks and
 * writes nothing, and counts by source what would be written.
 * @throws RunPause when budget or connection are missing.
 */
export async function previewChanged(deps: EnrichmentDeps, scope: ChunkScope, sorted: Sorted): Promise<void> {
  const { hands } = scope;
  countItems(scope, sorted.ready);
  try {
    for (let at = 0; at < sorted.unread.length && !hands.signal.aborted; at += blockSize) {
      const { items } = await lookAtBlock(deps, scope, sorted.unread.slice(at, at + blockSize));
      countItems(scope, items);
    }
  } catch (error) {
    throw pauseFor(error, deps.clock.now());
  }
}

function countItems({ hands }: ChunkScope, items: readonly Item[]): void {
  for (const { diff } of items) {
    countPlanned(
      hands.counts,
      diff.fields.map(({ source }) => source),
    );
  }
}
