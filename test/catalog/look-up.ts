import type { StoreKey } from '../../server/catalog/match-website.ts';
import type { StoreDomain } from '../../server/catalog/store.ts';
import { clusterOf, storeId, storeKeys } from '../../server/catalog/store-keys.ts';

/** The catalogue's answer for these stores, without a database. */
export function lookUpIn(stores: Iterable<StoreDomain>): (key: string) => readonly StoreKey[] {
  const table = new Map<string, StoreKey[]>();
  for (const domain of stores) {
    for (const { k, kind } of storeKeys(domain)) {
      const row = {
        storeId: storeId(domain.name),
        kind,
        platform: domain.platform,
        rank: domain.rank ?? null,
        cluster: clusterOf(domain),
      };
      const same = table.get(k);
      if (same) same.push(row);
      else table.set(k, [row]);
    }
  }
  return (key) => table.get(key) ?? [];
}
