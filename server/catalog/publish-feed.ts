import type { StoreLeads } from '../storeleads/domains.ts';
import { storeLeadsError } from '../storeleads/errors.ts';
import type { Release } from './catalog-meta.store.ts';
import { fromStoreLeads } from './from-store-leads.ts';
import { type PublishDeps, publish } from './publish.ts';

/** Stores that are asked for at once: five calls, a second's worth. */
const pageSize = 500;

/** Seen by the watch instead of stores: the last publication did not come to its end. */
export const unfinished = 'unfinished';

export type FeedRelease = { release: Release; asked: number; written: number };

/**
 * Publishes what Store Leads has now as a release: asks for every store of the catalogue, linked ones among them, in
 * blocks, and writes what changed. Stores it no longer knows stay as they are. Interrupted and begun again, it goes
 * through all of them once more and rewrites only what the first attempt did not get to.
 * @throws AppError of server/storeleads, `release_under_way`, `release_number_used`
 */
export async function publishFeed(
  deps: PublishDeps & { storeLeads: StoreLeads },
  wanted: number | null,
  options: { signal?: AbortSignal; onPage?(): Promise<void> } = {},
): Promise<FeedRelease> {
  const { catalog, storeLeads } = deps;
  const counts = { asked: 0, answered: 0, written: 0 };
  const release = await publish(deps, wanted, async (number, alive) => {
    await deps.publication.see(unfinished);
    let after = '';
    for (;;) {
      options.signal?.throwIfAborted();
      const ids = await catalog.idsAfter(after, pageSize);
      const last = ids.at(-1);
      if (last === undefined) break;
      const rows = await storeLeads.domains(ids, { patience: 'work', signal: options.signal });
      const stores = rows
        .map(fromStoreLeads)
        .flatMap((read) => (read.ok ? [{ ...read.store, release: number }] : []));
      const { written } = await catalog.upsertMany(stores);
      counts.asked += ids.length;
      counts.answered += stores.length;
      counts.written += written;
      after = last;
      await alive();
      await options.onPage?.();
    }
    await deps.publication.see(null);
    // Not one store known is no release, but an API that has something else to say.
    return counts.answered > 0;
  });
  if (!release) throw storeLeadsError('store_leads_empty');
  return { release, asked: counts.asked, written: counts.written };
}
