import type { CatalogStore } from '../catalog/catalog.store.ts';
import { createLookUp } from '../catalog/look-up.ts';
import type { Config } from '../config.ts';
import type { Base } from '../platform/deps.ts';
import { createStoreLeads, type StoreLeads } from '../storeleads/domains.ts';
import { createDoor } from '../storeleads/http.ts';
import type { PaceStore } from '../storeleads/pace.store.ts';
import type { Stores } from './stores.ts';

/** Where stores are looked up, and the feed they come from; null without a key. */
export type Catalog = { findKeys: CatalogStore['findKeys']; storeLeads: StoreLeads | null };

/** Makes the look-up of stores: the catalogue, and with a key Store Leads behind it. */
export function composeCatalog(base: Base, parts: { config: Config; stores: Stores }): Catalog {
  const { config, stores } = parts;
  const storeLeads = storeLeadsOf(base, config, stores.pace);
  if (!storeLeads) return { findKeys: stores.catalog.findKeys, storeLeads };
  return { findKeys: createLookUp({ ...base, ...stores, storeLeads }), storeLeads };
}

/** The Store Leads API by the settings, or null without a key. */
export function storeLeadsOf(
  base: Base,
  settings: Pick<Config, 'STORELEADS_API_KEY' | 'STORELEADS_URL'>,
  pace: PaceStore,
): StoreLeads | null {
  const { STORELEADS_API_KEY: apiKey, STORELEADS_URL: url } = settings;
  return apiKey === undefined ? null : createStoreLeads(createDoor({ ...base, apiKey, url, pace }));
}
