import { describe, expect, it } from 'vitest';
import { matchWebsite } from '../../server/catalog/match-website.ts';
import { sampleShop } from '../../server/catalog/sample-shop.ts';
import { sampleStore, sampleStores } from '../../server/catalog/sample-stores.ts';
import type { StoreDomain } from '../../server/catalog/store.ts';
import { storeId } from '../../server/catalog/store-keys.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { websiteText } from '../sandbox/seed/website-text.ts';
import { lookUpIn } from './look-up.ts';

/** Values of the fields, as one comparable text each. */
function values(domain: StoreDomain): Map<string, string> {
  return new Map(fieldCatalog.map((field) => [field.key, JSON.stringify(field.derive(domain))]));
}

describe('the sample catalogue', () => {
  it('gives the same stores for the same seed and others for another', () => {
    expect([...sampleStores({ count: 50, seed: 3 })]).toEqual([...sampleStores({ count: 50, seed: 3 })]);
    expect(sampleStore(17, 3)).toEqual([...sampleStores({ count: 18, seed: 3 })][17]);
    expect(sampleStore(17, 3)).not.toEqual(sampleStore(17, 4));
  });

  it('names shops as the sandbox company does', () => {
    for (const i of [...Array(500).keys(), 14_399, 14_400, 14_403, 30_001, 999_999]) {
      const { merchant, host, platformHost } = sampleShop(i);
      expect({ merchant, host, platformHost }).toEqual(shopHost(i));
      const domain = sampleStore(i);
      expect(domain.name).toBe(host);
      if (platformHost !== null)
        expect([domain.platform, domain.platform_domain]).toEqual(['shopify', platformHost]);
    }
  });

  it('has every host once', () => {
    expect(new Set(Array.from({ length: 50_000 }, (_, i) => storeId(sampleShop(i).host))).size).toBe(50_000);
  });

  it('holds the stores that the websites of the sandbox company point to, and no others', () => {
    const lookUp = lookUpIn(sampleStores({ count: 5_000 }));
    let shops = 0;
    for (let i = 0; i < 3_000; i += 1) {
      const { text, shop } = websiteText(i);
      const match = matchWebsite(text ?? '', lookUp, null);
      const found = match.kind === 'match' ? match.storeId : null;
      expect(found, `${i}: ${text}`).toBe(shop === null ? null : storeId(shopHost(shop).host));
      if (shop !== null) shops += 1;
    }
    expect(shops).toBeGreaterThan(1_500);
  });

  it('spreads over platforms, countries and currencies, and leaves parts out', () => {
    const stores = [...sampleStores({ count: 3_000 })];
    const distinct = (key: string) => new Set(stores.map((domain) => domain[key])).size;
    expect(distinct('platform')).toBeGreaterThanOrEqual(7);
    expect(distinct('country_code')).toBeGreaterThanOrEqual(10);
    expect(distinct('currency_code')).toBeGreaterThanOrEqual(8);
    const share = (has: (domain: StoreDomain) => boolean) => stores.filter(has).length / stores.length;
    expect(share((domain) => domain.platform === 'shopify')).toBeCloseTo(1 / 3, 2);
    expect(share((domain) => domain.cluster_domains !== undefined)).toBeGreaterThan(0.1);
    expect(share((domain) => domain['city'] === undefined)).toBeGreaterThan(0.05);
    expect(share((domain) => domain['employee_count'] === undefined)).toBeGreaterThan(0.2);
    // Every field is filled somewhere, so that nothing goes through the product unseen.
    const filled = new Set(
      stores.flatMap((domain) => [...values(domain)].filter(([, v]) => v !== 'null').map(([k]) => k)),
    );
    const never = fieldCatalog.map(({ key }) => key).filter((key) => !filled.has(key));
    expect(never).toEqual([]);
  });

  it('moves what really moves from one release to the next', () => {
    const count = 2_000;
    const exact = new Set(
      fieldCatalog.filter(({ volatility }) => volatility.kind === 'exact').map(({ key }) => key),
    );
    let real = 0;
    let any = 0;
    let farthest = 0;
    for (let i = 0; i < count; i += 1) {
      const [before, after] = [sampleStore(i, 1, 4), sampleStore(i, 1, 5)];
      const [old, now] = [values(before), values(after)];
      const changed = [...now].filter(([key, value]) => old.get(key) !== value).map(([key]) => key);
      expect(changed).toContain('last_updated_at');
      if (changed.length > 1) any += 1;
      if (changed.some((key) => exact.has(key))) real += 1;
      const visits = Number(after['estimated_visits']) / Number(before['estimated_visits']);
      if (Number(before['estimated_visits']) > 1000) farthest = Math.max(farthest, Math.abs(visits - 1));
      expect(after.name).toBe(before.name);
    }
    expect(any / count).toBeGreaterThan(0.95);
    expect(real / count).toBeGreaterThan(0.08);
    expect(real / count).toBeLessThan(0.16);
    expect(farthest).toBeGreaterThan(0.02);
    expect(farthest).toBeLessThan(0.05);
  });
});
