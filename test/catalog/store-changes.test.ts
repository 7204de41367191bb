import { beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { sampleStores } from '../../server/catalog/sample-stores.ts';
import type { StoreApp, StoreDomain } from '../../server/catalog/store.ts';
import { storeId } from '../../server/catalog/store-keys.ts';
import { testDatabase } from '../support/database.ts';

const catalog = createCatalogStore(await testDatabase());
beforeAll(() => catalog.ensureIndexes());

const put = (release: number, ...domains: StoreDomain[]) =>
  catalog.upsertMany(domains.map((domain) => ({ id: storeId(domain.name), domain, release })));
const shop = (name: string, more: Partial<StoreDomain> = {}): StoreDomain => ({
  name,
  state: 'Active',
  platform: 'shopify',
  ...more,
});
const apps = (...names: string[]): StoreApp[] => names.map((name) => ({ name, state: 'Active' }));
const changed = async (id: string, release: number) => (await catalog.changesOf([id], release)).get(id);

describe('what a release changed', () => {
  it('is kept beside the store: how much, platform, plan and apps', async () => {
    await put(1, shop('www.moved.example', { plan: 'Basic', rank: 70, apps: apps('Stays', 'Goes') }));
    await put(
      2,
      shop('www.moved.example', {
        platform: 'bigcommerce',
        plan: 'Enterprise',
        rank: 60,
        title: 'New',
        apps: [...apps('stays', 'Comes'), { name: 'Removed', state: 'Inactive' }],
      }),
    );
    expect(await changed('moved.example', 2)).toEqual({
      release: 2,
      attributes: 5,
      platform: { from: 'shopify', to: 'bigcommerce' },
      plan: { from: 'Basic', to: 'Enterprise' },
      appsAdded: ['Comes'],
      appsRemoved: ['Goes'],
    });
    expect(await catalog.releaseFacts(['moved.example', 'moved.example', 'nobody.example'])).toEqual(
      new Map([['moved.example', { release: 2, platform: 'bigcommerce', rank: 60, attributes: 5 }]]),
    );
  });

  it('is nothing where the store came with the release, stayed as it was, or was changed by another one', async () => {
    await put(3, shop('new.example'), shop('still.example'), shop('before.example'));
    await put(3, shop('new.example', { title: 'Put right within its first release' }));
    await put(4, shop('still.example'), shop('before.example', { plan: 'Plus' }));
    await put(5, shop('before.example', { plan: 'Plus' }));
    expect(await catalog.changesOf(['new.example', 'still.example', 'before.example'], 5)).toEqual(new Map());
    expect(await changed('new.example', 3)).toBeUndefined();
    expect((await changed('before.example', 4))?.plan).toEqual({ from: null, to: 'Plus' });
    expect(await catalog.releaseFacts(['new.example', 'still.example', 'before.example'])).toEqual(
      new Map([
        ['new.example', { release: 3, platform: 'shopify', rank: null, attributes: 0 }],
        ['still.example', { release: 3, platform: 'shopify', rank: null, attributes: 0 }],
        ['before.example', { release: 4, platform: 'shopify', rank: null, attributes: 1 }],
      ]),
    );
    expect(await catalog.releaseFacts([])).toEqual(new Map());
    expect(await catalog.changesOf([], 4)).toEqual(new Map());
  });

  it('counts from before the release where it writes a store twice', async () => {
    await put(6, shop('twice.example', { plan: 'A', apps: apps('One', 'Two') }));
    await put(7, shop('twice.example', { plan: 'B', platform: 'wix', apps: apps('One', 'Three', 'Four') }));
    await put(7, shop('twice.example', { plan: 'C', apps: apps('Two', 'One', 'Four', 'Five') }));
    expect(await changed('twice.example', 7)).toEqual({
      release: 7,
      attributes: 3,
      plan: { from: 'A', to: 'C' },
      appsAdded: ['Four', 'Five'],
      appsRemoved: [],
    });
    // The same once more, as an import that was taken up again does: nothing is forgotten.
    await put(7, shop('twice.example', { plan: 'C', apps: apps('Two', 'One', 'Four', 'Five') }));
    expect((await changed('twice.example', 7))?.plan).toEqual({ from: 'A', to: 'C' });
  });

  it('stays small whatever a feed sends', async () => {
    const many = Array.from({ length: 400 }, (_, i) => `${i} ${'x'.repeat(500)}`);
    await put(8, shop('odd.example', { apps: apps(...many), plan: 'y'.repeat(5000) }));
    await put(9, shop('odd.example', { apps: [{}, { state: 'Active' }, { token: 'only-a-token' }] }));
    const found = await changed('odd.example', 9);
    expect(found?.appsAdded).toEqual(['only-a-token']);
    expect(found?.appsRemoved).toHaveLength(50);
    expect(Math.max(...(found?.appsRemoved ?? []).map((name) => name.length))).toBe(120);
    expect(found?.plan?.from).toHaveLength(120);
    expect(JSON.stringify(found).length).toBeLessThan(10_000);
  });

  it('sees in the invented world what its releases do', async () => {
    await put(1, ...sampleStores({ count: 300, seed: 4, release: 1 }));
    await put(2, ...sampleStores({ count: 300, seed: 4, release: 2 }));
    const ids = [...sampleStores({ count: 300, seed: 4 })].map(({ name }) => storeId(name));
    const found = [...(await catalog.changesOf(ids, 2)).values()];
    expect(found).toHaveLength(300);
    expect(found.filter(({ plan }) => plan).length).toBeGreaterThan(0);
    expect(found.filter(({ appsAdded }) => appsAdded.length > 0).length).toBeGreaterThan(0);
    expect(found.filter(({ appsRemoved }) => appsRemoved.length > 0).length).toBeGreaterThan(0);
    expect(found.every(({ platform }) => platform === undefined)).toBe(true);
  });
});
