import type { AtBoundary } from '../platform/boundaries.ts';
import type { Run } from '../runs/run.ts';
import type { Driver } from '../runs/run-work.ts';
import type { LinkStore } from './link.store.ts';

/** Records of one chunk: few enough that several processes share a small company, many enough to read in one go. */
const chunkSize = 200;
const chunksAtOnce = 50;

/**
 * Plans "Enrich all": parts the organizations that are stores into ranges of ids which workers claim.
 * Repeatable: planning goes on after the last range there is.
 */
export async function planEnrichAll(
  deps: { links: Pick<LinkStore, 'enrichableIds'>; atBoundary: AtBoundary },
  run: Run,
  driver: Driver,
): Promise<'chunks_ready'> {
  for (let after = await driver.plannedTo(); ; ) {
    driver.signal.throwIfAborted();
    const ids = await deps.links.enrichableIds(run, after, chunkSize * chunksAtOnce);
    const ranges: { from: number; to: number; count: number }[] = [];
    for (let at = 0; at < ids.length; at += chunkSize) {
      const part = ids.slice(at, at + chunkSize);
      const [from, to] = [part[0], part.at(-1)];
      if (from !== undefined && to !== undefined) ranges.push({ from, to, count: part.length });
    }
    await driver.addChunks(ranges);
    deps.atBoundary('enrich.planned');
    after = ids.at(-1) ?? after;
    if (ids.length < chunkSize * chunksAtOnce) return 'chunks_ready';
  }
}
