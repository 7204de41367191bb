import { createHash } from 'node:crypto';
import type { StoreLeads } from '../storeleads/domains.ts';
import { fromStoreLeads } from './from-store-leads.ts';
import type { PublishDeps } from './publish.ts';
import { type FeedRelease, publishFeed, unfinished } from './publish-feed.ts';
import { readCount, readText } from './read-domain.ts';
import type { StoreDomain } from './store.ts';

/** One call's worth of stores that are looked at. */
const watched = 100;

/** A weekly rebuild moves nearly every store; a single one may differ because it was asked for in between. */
const newShare = 0.2;

/**
 * Looks whether Store Leads has published a new release, and publishes it here when it has. The API names no release:
 * its data is rebuilt once a week and stands still in between (storeleads.md 1, 12), so a hundred stores of the
 * catalogue are compared by the time they were last updated and by rank. Where a fifth of them moved, a release is
 * out; it is taken over once two looks in a row find the same, because a rebuild that is under way would be taken in
 * halves. Costs one call a look.
 * @returns what was published, or null
 * @throws AppError of server/storeleads
 */
export async function watchFeed(
  deps: PublishDeps & { storeLeads: StoreLeads },
  options: { signal?: AbortSignal; onPage?(): Promise<void> } = {},
): Promise<FeedRelease | null> {
  const { catalog, publication, storeLeads } = deps;
  // What a publication that broke off has written already would not look new any more.
  if ((await publication.seen()) === unfinished) return publishFeed(deps, null, options);
  const ids = await catalog.idsAfter('', watched);
  if (ids.length === 0) return null;
  const fields = ['name', 'state', 'platform', 'last_updated_at', 'rank'];
  const rows = await storeLeads.domains(ids, { patience: 'work', fields, signal: options.signal });
  const known = await catalog.findStores(ids);
  const marks: string[] = [];
  let moved = 0;
  for (const read of rows.map(fromStoreLeads)) {
    const stored = read.ok ? known.get(read.store.id) : undefined;
    if (!read.ok || !stored) continue;
    const mark = markOf(read.store.domain);
    marks.push(`${read.store.id} ${mark}`);
    if (mark !== markOf(stored.domain)) moved += 1;
  }
  const isNew = moved > 0 && moved >= marks.length * newShare;
  const seen = isNew ? createHash('sha256').update(marks.sort().join('\n')).digest('base64url') : null;
  const settled = seen !== null && seen === (await publication.seen());
  await publication.see(settled ? null : seen);
  return settled ? publishFeed(deps, null, options) : null;
}

function markOf(domain: StoreDomain): string {
  return `${readText(domain['last_updated_at'])} ${readCount(domain.rank)}`;
}
