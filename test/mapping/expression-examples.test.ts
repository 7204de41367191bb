import { describe, expect, it } from 'vitest';
import type { StoreDomain, StoreRecord } from '../../server/catalog/store.ts';
import { evaluateBatch } from '../../server/expressions/evaluate-batch.ts';
import { calculateFor } from '../../server/mapping/calculated/calculate.ts';
import { checkedExpression } from '../../server/mapping/calculated/checked-expression.ts';
import { workedExamples } from '../../server/mapping/calculated/worked-examples.ts';
import { fullStore } from './full-store.ts';
import { expected } from './worked-examples.cases.ts';

const bare: StoreDomain = { name: 'bare.example', state: 'Active', platform: 'custom' };

const small: StoreDomain = {
  name: 'www.smallpots.example',
  tld1: 'smallpots.example',
  title: 'Small Pots | Pots for small plants',
  state: 'Active',
  platform: 'shopify',
  plan: 'Basic',
  created_at: '2026-01-06T08:00:00',
  last_platform: 'wix',
  last_platform_change_at: '2026-05-01T00:00:00',
  country_code: 'GB',
  currency_code: 'GBP',
  avg_price: 2000,
  estimated_sales_yearly: 9_000_000,
  estimated_sales: 750_000,
  estimated_visits: 0,
  employee_count: 3,
  technologies: [{ name: 'Klaviyo' }, { name: 'Sample CDN' }, { name: 'Mailchimp' }],
  apps: [
    { name: 'Mailkite', state: 'Active' },
    { name: 'Reviewbird', state: 'Inactive' },
  ],
  categories: ['/Home & Garden/Gardening', '/Home & Garden'],
  contact_info: [
    { type: 'email', value: 'mia@smallpots.example' },
    { type: 'tiktok', value: 'https://www.tiktok.com/@smallpots', followers: 100, followers_30d: 20 },
    { type: 'youtube', value: 'https://www.youtube.com/@smallpots', followers: 900, followers_30d: 0 },
  ],
};

const stores = Object.entries({ full: fullStore, bare, small }).map(
  ([id, domain]): StoreRecord => ({ id, domain, release: 1 }),
);
const now = new Date('2026-11-20T12:00:00Z');

describe('the worked examples', () => {
  it('are at least twenty, each with a title of its own', () => {
    expect(workedExamples.length).toBeGreaterThanOrEqual(20);
    expect(workedExamples.map(({ title }) => title).toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(workedExamples)('give what they say: $title', async ({ title, expression, resultType }) => {
    expect(checkedExpression({ expression, resultType })).toMatchObject({ ok: true });
    const results = await calculateFor(
      { engine: { evaluate: async (batch) => evaluateBatch(batch) } },
      { companyId: 1, calculated: [{ name: 'example', expression, resultType }], stores, now },
    );
    const given = Object.fromEntries([...results].map(([id, result]) => [id, result.get('example')]));
    const { full, bare: ofBare, small: ofSmall } = expected[title] ?? {};
    expect(given).toEqual({ full: { value: full }, bare: { value: ofBare }, small: { value: ofSmall } });
  });
});
