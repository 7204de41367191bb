import type { Connection } from 'mongoose';
import type { CatalogStore } from '../../server/catalog/catalog.store.ts';

/** An organization and the store it is linked to. */
export type LinkedStore = { orgId: number; storeId: string };

const batchSize = 500;

/** The links of the one company in the bench's database. */
export async function linkedStores(db: Connection): Promise<LinkedStore[]> {
  const rows = await db
    .collection<{ orgId: number; match: { storeId: string } }>('links')
    .find({ enrichable: true }, { projection: { orgId: 1, 'match.storeId': 1 } })
    .sort({ orgId: 1 })
    .toArray();
  return rows.map(({ orgId, match }) => ({ orgId, storeId: match.storeId }));
}

/** Takes all links but the first `count` out of bulk work, as "do not enrich" does; they stay in the collection. */
export async function leaveLinks(db: Connection, count: number): Promise<void> {
  const beyond = (await linkedStores(db))[count];
  if (!beyond) return;
  await db
    .collection('links')
    .updateMany({ orgId: { $gte: beyond.orgId } }, { $set: { enrichable: false, doNotEnrich: true } });
}

/**
 * Publishes a release in which as many stores have a new title as make up `share` of the links; every fifth store
 * first, so that they are spread over the company.
 * @returns the links whose store changed.
 */
export async function changeShareOfStores(
  catalog: CatalogStore,
  links: readonly LinkedStore[],
  share: number,
): Promise<LinkedStore[]> {
  const ids = chooseStores(links, Math.round(links.length * share));
  const release = ((await catalog.currentRelease())?.number ?? 0) + 1;
  for (let at = 0; at < ids.length; at += batchSize) {
    const stores = await catalog.findStores(ids.slice(at, at + batchSize));
    const changed = [...stores.values()].map(({ id, domain }) => ({
      id,
      release,
      domain: { ...domain, title: `${id}, release ${release}` },
    }));
    await catalog.upsertMany(changed);
  }
  await catalog.setRelease({ number: release, publishedAt: new Date() });
  const chosen = new Set(ids);
  return links.filter(({ storeId }) => chosen.has(storeId));
}

/** Stores whose links come to exactly `wanted`; several organizations may be one store. */
function chooseStores(links: readonly LinkedStore[], wanted: number): string[] {
  const linksOf = new Map<string, number>();
  for (const { storeId } of links) linksOf.set(storeId, (linksOf.get(storeId) ?? 0) + 1);
  const all = [...linksOf];
  const spread = [...all.filter((_, at) => at % 5 === 0), ...all.filter((_, at) => at % 5 !== 0)];
  const chosen: string[] = [];
  let left = wanted;
  for (const [storeId, count] of spread) {
    if (count > left) continue;
    chosen.push(storeId);
    left -= count;
  }
  return chosen;
}
