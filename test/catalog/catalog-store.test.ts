import { beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { matchWebsite, websiteKeys } from '../../server/catalog/match-website.ts';
import { sampleStore, sampleStores } from '../../server/catalog/sample-stores.ts';
import type { StoreDomain, StoreRecord } from '../../server/catalog/store.ts';
import { storeId } from '../../server/catalog/store-keys.ts';
import { testDatabase } from '../support/database.ts';

const catalog = createCatalogStore(await testDatabase());

const record = (domain: StoreDomain, release = 1): StoreRecord => ({
  id: storeId(domain.name),
  domain,
  release,
});
const shop = (name: string, more: Partial<StoreDomain> = {}): StoreRecord =>
  record({ name, state: 'Active', platform: 'shopify', ...more });

describe('the store catalogue', () => {
  beforeAll(async () => {
    await catalog.ensureIndexes();
    await catalog.upsertMany([
      shop('www.plain.example', { rank: 10, aliases: ['old-plain.example'] }),
      shop('uk.family.example', {
        rank: 30,
        platform_domain: 'family-uk.myshopify.com',
        cluster_domains: ['www.family-home.example', 'uk.family.example', 'family.ie'],
        cluster_best_ranked: 'www.family-home.example',
      }),
      shop('www.family-home.example', {
        rank: 20,
        platform: 'wix',
        cluster_domains: ['www.family-home.example', 'uk.family.example', 'family.ie'],
        cluster_best_ranked: 'www.family-home.example',
      }),
    ]);
  });

  it('finds stores by host, platform host, alias, registrable domain and cluster member', async () => {
    const keys = [
      'plain.example',
      'old-plain.example',
      'family-uk.myshopify.com',
      'family.example',
      'family.ie',
      'nobody.example',
    ];
    const found = await catalog.findKeys(keys);
    const brief = [...found].map(
      ([key, rows]) => `${key}: ${rows.map((row) => `${row.storeId} ${row.kind}`).sort()}`,
    );
    expect(brief.sort()).toEqual([
      'family-uk.myshopify.com: uk.family.example platform_domain',
      'family.example: uk.family.example registrable_domain',
      'family.ie: family-home.example cluster,uk.family.example cluster',
      'old-plain.example: plain.example alias',
      'plain.example: plain.example host',
    ]);
    expect(found.get('family-uk.myshopify.com')).toEqual([
      {
        storeId: 'uk.family.example',
        kind: 'platform_domain',
        platform: 'shopify',
        rank: 30,
        cluster: 'family-home.example',
      },
    ]);
  });

  it('answers thousands of keys at once and an empty question without asking', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => `unknown-${i}.example`);
    const found = await catalog.findKeys([...many, 'plain.example']);
    expect([...found.keys()]).toEqual(['plain.example']);
    expect(await catalog.findKeys([])).toEqual(new Map());
  });

  it('matches a website text together with the matcher', async () => {
    const match = async (text: string, scope: string[] | null = null) => {
      const website = websiteKeys(text);
      const known = await catalog.findKeys(website.kind === 'candidates' ? website.keys : []);
      return matchWebsite(text, (key) => known.get(key) ?? [], scope);
    };
    expect(await match('https://WWW.Plain.example/shop')).toEqual({
      kind: 'match',
      storeId: 'plain.example',
      key: 'host',
    });
    // The cluster's best-ranked store, unless the plan covers only the other's platform.
    expect(await match('family.ie')).toEqual({
      kind: 'match',
      storeId: 'family-home.example',
      key: 'cluster',
    });
    expect(await match('family.ie', ['shopify'])).toEqual({
      kind: 'match',
      storeId: 'uk.family.example',
      key: 'cluster',
    });
    expect(await match('family-home.example', ['shopify'])).toEqual({
      kind: 'out_of_plan',
      storeId: 'family-home.example',
    });
  });

  it('gives whole records, and nothing for unknown ids', async () => {
    const stores = await catalog.findStores(['plain.example', 'plain.example', 'nobody.example']);
    expect([...stores.keys()]).toEqual(['plain.example']);
    expect(stores.get('plain.example')?.domain.aliases).toEqual(['old-plain.example']);
    expect((await catalog.getStore('plain.example'))?.domain.name).toBe('www.plain.example');
    expect(await catalog.getStore('nobody.example')).toBeNull();
    expect(await catalog.findStores([])).toEqual(new Map());
  });

  it('keeps records exactly as they came, whatever attributes they have', async () => {
    const domain = sampleStore(7);
    const odd = {
      ...domain,
      name: 'odd.example',
      extra: { nested: [{ a: 1.5 }, 'ü', true], empty: {} },
      big: 9007199254740991,
    };
    await catalog.upsertMany([record(odd)]);
    expect((await catalog.getStore('odd.example'))?.domain).toEqual(odd);
  });

  it('marks a store with the release that last changed it', async () => {
    const first = [...sampleStores({ count: 60, seed: 9 })].map((domain) => record(domain, 1));
    expect(await catalog.upsertMany(first)).toEqual({ written: 60, unchanged: 0 });
    const [moved, ...others] = first.map((one) => ({ ...one, release: 2 }));
    if (!moved) throw new Error('no sample');
    // The order of attributes is the feed's business, not a change.
    const reordered = others.map((one) => ({
      ...one,
      domain: {
        name: '',
        state: '',
        platform: '',
        ...Object.fromEntries(Object.entries(one.domain).reverse()),
      },
    }));
    const changed = { ...moved, domain: { ...moved.domain, product_count: 123456 } };
    expect(await catalog.upsertMany([changed, ...reordered])).toEqual({ written: 1, unchanged: 59 });
    const stored = await catalog.findStores(first.map(({ id }) => id));
    expect([...stores(stored)].filter(([, release]) => release === 2)).toEqual([[moved.id, 2]]);
    expect(stored.get(moved.id)?.domain['product_count']).toBe(123456);
  });

  it('takes the last of two rows for one host', async () => {
    const twice = [shop('twice.example', { rank: 1 }), shop('www.twice.example', { rank: 2 })];
    expect(await catalog.upsertMany(twice)).toEqual({ written: 1, unchanged: 0 });
    expect((await catalog.getStore('twice.example'))?.domain.rank).toBe(2);
    expect(await catalog.upsertMany([])).toEqual({ written: 0, unchanged: 0 });
  });

  it('drops look-up keys a store no longer has', async () => {
    await catalog.upsertMany([shop('moving.example', { aliases: ['before.example'] })]);
    await catalog.upsertMany([shop('moving.example', { aliases: ['after.example'] })]);
    expect([...(await catalog.findKeys(['before.example', 'after.example'])).keys()]).toEqual([
      'after.example',
    ]);
  });

  it('knows the current release and counts what it holds', async () => {
    expect(await catalog.currentRelease()).toBeNull();
    const release = { number: 2, publishedAt: new Date('2026-01-11T00:00:00Z') };
    await catalog.setRelease({ number: 1, publishedAt: new Date('2026-01-04T00:00:00Z') });
    await catalog.setRelease(release);
    expect(await catalog.currentRelease()).toEqual(release);
    const stats = await catalog.stats();
    expect(stats.release).toEqual(release);
    expect(stats.changedByRelease).toBe(1);
    expect(stats.stores).toBe(await catalog.count());
    expect(Object.values(stats.platforms).reduce((sum, count) => sum + count, 0)).toBe(stats.stores);
    expect(stats.platforms['wix']).toBeGreaterThan(0);
  });
});

function* stores(records: Map<string, StoreRecord>): Generator<[string, number]> {
  for (const [id, { release }] of records) yield [id, release];
}
