import { beforeEach, describe, expect, it } from 'vitest';
import { createAskedHosts } from '../../server/catalog/asked-hosts.store.ts';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { createLookUp } from '../../server/catalog/look-up.ts';
import { storeId } from '../../server/catalog/store-keys.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createStoreLeads } from '../../server/storeleads/domains.ts';
import { createDoor } from '../../server/storeleads/http.ts';
import { createPaceStore } from '../../server/storeleads/pace.store.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const catalog = createCatalogStore(db);
const askedHosts = createAskedHosts(db, Buffer.alloc(32, 7));
const day = 86_400_000;
const host = (i: number) => storeId(shopHost(i).host);

let sandbox: Sandbox;
let clock: FakeClock;

beforeEach(async () => {
  clock = fakeClock({ auto: true });
  for (const name of ['stores', 'asked_hosts', 'store_leads_pace', 'catalog_meta'])
    await db.collection(name).deleteMany({});
  sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1', clock, organizations: 1, persons: 1 });
  sandbox.world.storeLeads.shops = 300;
  return () => sandbox.close();
});

function lookUp() {
  const base = { clock, log: silentLog };
  const door = createDoor({ ...base, ...sandbox.storeLeads, pace: createPaceStore(db) });
  return createLookUp({ ...base, catalog, askedHosts, storeLeads: createStoreLeads(door) });
}

const calls = () => sandbox.world.counters.endpoints['store-leads POST /domain/bulk']?.calls ?? 0;

describe('looking stores up with a key for Store Leads', () => {
  it('asks for what the catalogue does not know, by any of its names, and keeps what it learns', async () => {
    await catalog.setRelease({ number: 4, publishedAt: clock.now() });
    await catalog.upsertMany([
      { id: 'own.example', domain: { name: 'own.example', state: 'Active', platform: 'wix' }, release: 2 },
    ]);
    const platformHost = shopHost(3).platformHost ?? '';
    const keys = ['own.example', host(2), platformHost, `shop.${host(5)}`, 'nobody.example'];
    const found = await lookUp()(keys);
    expect(
      [...found].sort().map(([key, rows]) => `${key}: ${rows.map((row) => `${row.storeId} ${row.kind}`)}`),
    ).toEqual([
      `${host(2)}: ${host(2)} host`,
      `${platformHost}: ${host(3)} platform_domain`,
      'own.example: own.example host',
    ]);
    expect(calls()).toBe(1);
    expect(await catalog.releaseFacts([host(2), 'own.example'])).toMatchObject(
      new Map([
        [host(2), { release: 4, attributes: 0 }],
        ['own.example', { release: 2 }],
      ]),
    );
    // The second time nothing is left to ask for.
    expect([...(await lookUp()(keys)).keys()].sort()).toEqual([...found.keys()].sort());
    expect(calls()).toBe(1);
  });

  it('remembers for a week what Store Leads does not know, as hashes', async () => {
    expect(await lookUp()(['canary-host.example'])).toEqual(new Map());
    clock.advance(6 * day);
    expect(await lookUp()(['canary-host.example'])).toEqual(new Map());
    expect(calls()).toBe(1);
    expect(JSON.stringify(await dumpDatabase(db))).not.toContain('canary-host');
    clock.advance(day);
    await lookUp()(['canary-host.example']);
    expect(calls()).toBe(2);
  });

  it('leaves a store it knows as its release made it, whatever else it is called', async () => {
    const known = { name: shopHost(6).host, state: 'Active', platform: 'shopify', title: 'As released' };
    await catalog.upsertMany([{ id: host(6), domain: known, release: 1 }]);
    await lookUp()([shopHost(6).platformHost ?? '']);
    expect((await catalog.getStore(host(6)))?.domain['title']).toBe('As released');
  });

  it('asks for a page of a scan in blocks, one after the other without a refusal', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => host(i));
    const found = await lookUp()(keys);
    expect(found.size).toBe(300);
    expect(await catalog.count()).toBe(300);
    expect(sandbox.world.counters.endpoints['store-leads POST /domain/bulk']?.statuses).toEqual({ 200: 5 });
  });

  it('makes one call of many small questions at once', async () => {
    const lookup = lookUp();
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, i) => lookup([host(i), `x${i}.example`])),
    );
    expect(answers.map((found) => [...found.keys()])).toEqual(answers.map((_, i) => [host(i)]));
    expect(calls()).toBeLessThanOrEqual(6);
  });

  it('never takes silence for an answer, but manages without one where a match is certain', async () => {
    await lookUp()([host(8)]);
    sandbox.addFault({ kind: 'status', path: '/store-leads/*', count: 100, status: 502 });
    await expect(lookUp()([host(8), host(9)])).rejects.toMatchObject({ code: 'store_leads_unavailable' });
    expect([...(await lookUp()([`unknown.${host(8)}`, host(8)])).keys()]).toEqual([host(8)]);
    sandbox.world.faults = [];
    expect([...(await lookUp()([host(9)])).keys()]).toEqual([host(9)]);
  });
});
