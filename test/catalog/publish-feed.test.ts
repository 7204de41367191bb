import { beforeEach, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { fromStoreLeads } from '../../server/catalog/from-store-leads.ts';
import { createPublicationStore } from '../../server/catalog/publication.store.ts';
import { publishFeed } from '../../server/catalog/publish-feed.ts';
import { watchFeed } from '../../server/catalog/watch-feed.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createStoreLeads, type StoreLeads } from '../../server/storeleads/domains.ts';
import { createDoor } from '../../server/storeleads/http.ts';
import { createPaceStore } from '../../server/storeleads/pace.store.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const catalog = createCatalogStore(db);
const publication = createPublicationStore(db);

let sandbox: Sandbox;
let clock: FakeClock;
let storeLeads: StoreLeads;
const deps = () => ({ clock, log: silentLog, catalog, publication, storeLeads });

beforeEach(async () => {
  clock = fakeClock({ auto: true });
  for (const name of ['stores', 'catalog_meta', 'catalog_publication', 'store_leads_pace'])
    await db.collection(name).deleteMany({});
  await catalog.ensureIndexes();
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock,
    organizations: 1,
    persons: 1,
    limits: false,
  });
  const base = { clock, log: silentLog };
  storeLeads = createStoreLeads(createDoor({ ...base, ...sandbox.storeLeads, pace: createPaceStore(db) }));
  return () => sandbox.close();
});

/** Shops that were looked up one day, and one that Store Leads does not know. */
async function knownShops(count: number): Promise<string[]> {
  const hosts = Array.from({ length: count }, (_, i) => shopHost(i).host);
  const rows = await storeLeads.domains(hosts, { patience: 'work' });
  const stores = rows.map(fromStoreLeads).flatMap((read) => (read.ok ? [{ ...read.store, release: 1 }] : []));
  const own = { name: 'own.example', state: 'Active', platform: 'wix' };
  await catalog.upsertMany([...stores, { id: 'own.example', domain: own, release: 1 }]);
  await catalog.setRelease({ number: 1, publishedAt: clock.now() });
  return stores.map(({ id }) => id);
}

const nextRelease = () => {
  sandbox.world.storeLeads.release += 1;
};
const current = async () => (await catalog.currentRelease())?.number;

describe('releases of the Store Leads API', () => {
  it('become releases here: every store is asked for, what changed is known, what is unknown stays', async () => {
    const ids = await knownShops(130);
    nextRelease();
    const done = await publishFeed(deps(), null);
    expect(done).toMatchObject({ release: { number: 2 }, asked: 131, written: 130 });
    expect(await current()).toBe(2);
    const changes = [...(await catalog.changesOf(ids, 2)).values()];
    expect(changes).toHaveLength(130);
    expect(changes.filter(({ appsAdded }) => appsAdded.length > 0).length).toBeGreaterThan(0);
    expect(changes.filter(({ plan }) => plan !== undefined).length).toBeGreaterThan(0);
    expect((await catalog.getStore('own.example'))?.release).toBe(1);
  });

  it('are noticed by what a hundred stores show, once it stands still', async () => {
    await knownShops(40);
    expect(await watchFeed(deps())).toBeNull();
    nextRelease();
    expect(await watchFeed(deps())).toBeNull();
    expect(await current()).toBe(1);
    // It moved on between two looks: a rebuild under way is not taken in halves.
    nextRelease();
    expect(await watchFeed(deps())).toBeNull();
    expect(await watchFeed(deps())).toMatchObject({ release: { number: 2 }, asked: 41 });
    expect(await watchFeed(deps())).toBeNull();
    expect(await watchFeed(deps())).toBeNull();
    expect(await current()).toBe(2);
  });

  it('are not mistaken for a few stores that were looked up in between', async () => {
    const ids = await knownShops(40);
    nextRelease();
    await publishFeed(deps(), null);
    const behind = await catalog.findStores(ids.slice(0, 5));
    await catalog.upsertMany(
      [...behind.values()].map((store) => ({ ...store, domain: { ...store.domain, rank: 1 } })),
    );
    expect(await watchFeed(deps())).toBeNull();
    expect(await watchFeed(deps())).toBeNull();
    expect(await current()).toBe(2);
  });

  it('that break off are gone through once more, though what was written looks new no longer', async () => {
    const ids = await knownShops(40);
    nextRelease();
    await watchFeed(deps());
    const broken = {
      ...catalog,
      idsAfter: (after: string, limit: number) =>
        after === '' ? catalog.idsAfter('', Math.min(limit, 15)) : Promise.reject(new Error('cut off')),
    };
    await expect(publishFeed({ ...deps(), catalog: broken }, null)).rejects.toThrow('cut off');
    expect(await current()).toBe(1);
    expect(await watchFeed(deps())).toMatchObject({ release: { number: 2 } });
    expect((await catalog.changesOf(ids, 2)).size).toBe(40);
    expect(await watchFeed(deps())).toBeNull();
  });

  it('stay unpublished while Store Leads does not answer, or knows nobody', async () => {
    await knownShops(3);
    nextRelease();
    await watchFeed(deps());
    sandbox.addFault({ kind: 'text', path: '/store-leads/*', count: 50 });
    await expect(watchFeed(deps())).rejects.toMatchObject({ code: 'store_leads_unavailable' });
    sandbox.world.faults = [];
    sandbox.world.storeLeads.shops = 0;
    await expect(publishFeed(deps(), null)).rejects.toMatchObject({ code: 'store_leads_empty' });
    expect(await current()).toBe(1);
    sandbox.world.storeLeads.shops = 5;
    await watchFeed(deps());
    expect(await watchFeed(deps())).toMatchObject({ release: { number: 2 } });
  });

  it('cost nothing while the catalogue is empty', async () => {
    expect(await watchFeed(deps())).toBeNull();
    expect(sandbox.world.counters.endpoints).toEqual({});
  });
});
