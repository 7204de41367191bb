import { writesProtected } from '../mapping/diff/diff.ts';
import { countRecord } from '../runs/run.ts';
import type { ChunkScope, Item, Sorted, StoresById } from './chunk-scope.ts';
import { isCurrent, planRecord, planSeen } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { isDead } from './failing.ts';
import type { Link } from './link.ts';
import { noteSkipped } from './note-skipped.ts';
import { countUnchanged, noteUnchanged } from './note-unchanged.ts';
import { planCovers } from './plan-covers.ts';

/**
 * Parts the records of a chunk: those to be written, those that have to be read first, and those that need nothing,
 * which are noted in one go without a call.
 */
export async function sortOut(
  deps: EnrichmentDeps,
  scope: ChunkScope,
  links: Link[],
  stores: StoresById,
): Promise<Sorted> {
  const { run, context, hands } = scope;
  const sorted: Sorted = { ready: [], unread: [] };
  const unchanged: Item[] = [];
  const skipped: { key: Link; code: string }[] = [];
  for (const link of links) {
    // As of the start of the run, so that a chunk taken again counts the same. They are listed for themselves.
    if (run.kind !== 'retry' && isDead(link, run.createdAt)) {
      countRecord(hands.counts, 'skipped', 'dead_letter');
      continue;
    }
    const store = stores.get(link.match.storeId ?? '');
    if (!store) {
      skipped.push({ key: link, code: 'no_store' });
      continue;
    }
    if (!planCovers(context.installation, store)) {
      skipped.push({ key: link, code: 'out_of_plan' });
      continue;
    }
    const item = planLink(scope, link, store);
    const isWritten = item.diff.fields.length > 0;
    if (item.diff.needsLive || (isWritten && context.keepsReplaced))
      sorted.unread.push({ link, store, reads: 0 });
    else if (isWritten) sorted.ready.push(item);
    else unchanged.push(item);
  }
  await noteSkipped(deps, scope, skipped);
  // Somebody works on it, but what this run wanted of it is so already.
  for (const { diff } of await noteUnchanged(deps, scope, unchanged)) countUnchanged(scope, diff);
  return sorted;
}

/**
 * What has to be written to a record by what is known of it. Where a walk of this run has looked at it, with the mapping
 * as it is now, careful rules go by what it saw; where events keep it current, by that.
 */
export function planLink({ run, context }: ChunkScope, link: Link, store: Item['store']): Item {
  const { seen } = link;
  const isSeen = seen !== null && seen.runId === run.id && seen.version === context.mapping.version;
  if (!isSeen || isCurrent(context, link.knowledge))
    return { link, store, diff: planRecord(context, store, link.knowledge), readAt: null };
  const diff = planSeen(context, store, link.knowledge);
  return { link, store, diff, readAt: writesProtected(diff) ? seen.at : null };
}
