import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { getMapping } from '../../server/mapping/get-mapping.ts';
import { createMappingStore } from '../../server/mapping/mapping.store.ts';
import type { BenchApp } from './bench-app.ts';
import type { LinkedStore } from './change-stores.ts';

/** Values of all mapped fields by store, as one who remembers nothing has to send them. */
export async function everyField(
  app: BenchApp,
  links: readonly LinkedStore[],
  currencies: ReadonlyMap<string, number>,
): Promise<(storeId: string) => Record<string, unknown>> {
  const mapping = await getMapping(
    { mappings: createMappingStore(app.db) },
    app.sandbox.companyId,
    'organization',
  );
  const stores = await createCatalogStore(app.db).findStores(links.map(({ storeId }) => storeId));
  return (storeId) => {
    const store = stores.get(storeId);
    const desired = store
      ? applyMapping(store.domain, mapping, { currencies, options: () => null }, null)
      : [];
    return Object.fromEntries(
      desired.flatMap(({ code, value }) => (value === undefined ? [] : [[code, value]])),
    );
  };
}
