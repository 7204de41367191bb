import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreDomain } from '../../server/catalog/store.ts';
import {
  type CatalogField,
  catalogField,
  fieldCatalog,
  type SourceValue,
} from '../../server/mapping/fields/field-catalog.ts';
import { oddCases } from './field-catalog-odd.cases.ts';
import { fullStore } from './full-store.ts';

const facebook = 'https://www.facebook.com/';

const present: Record<string, SourceValue> = {
  aliases: ['shop.fernandoak.example', 'fern-oak.example'],
  android_app_id: 'example.fernandoak.app',
  android_app_url: 'https://play.google.com/store/apps/details?id=example.fernandoak.app',
  avg_price: { amount: 49.99, currency: 'EUR' },
  average_product_weight: 1250.5,
  brands_page: 'https://www.fernandoak.example/pages/brands',
  categories: ['/Home & Garden/Home Furnishings', '/Home & Garden/Kitchen', '/Apparel'],
  categories_top_level: ['/Home & Garden', '/Apparel'],
  city: 'Portland',
  cluster_domains: ['www.fernandoak.example', 'uk.fernandoak.example'],
  company_ids: ['CVR nr. 00000000', 'VAT 1'],
  contact_page: 'https://www.fernandoak.example/pages/contact',
  country_code: 'US',
  created_at: '2018-05-14',
  currency_code: 'EUR',
  description: 'Furniture made slowly.\nSince 2018.',
  plan: 'Shopify Plus',
  email: 'hello@fernandoak.example',
  emails: ['hello@fernandoak.example', 'press@fernandoak.example'],
  employee_count: 42,
  estimated_page_views: 961000,
  estimated_sales: { amount: 1603499.84, currency: 'USD' },
  estimated_sales_yearly: { amount: 19241998.08, currency: 'USD' },
  estimated_visits: 282283,
  faq_page: 'https://www.fernandoak.example/pages/faq',
  facebook: 'fernandoak.example',
  facebook_url: `${facebook}fernandoak.example/`,
  facebook_group: 'fernandoakfans',
  facebook_group_url: `${facebook}groups/fernandoakfans/`,
  features: ['Shopify Pay', 'FAQ Page'],
  financing_page: 'https://www.fernandoak.example/financing',
  full_address: '1 Sample Way, Portland, Oregon, 97201, US',
  instagram: 'fernandoak_example',
  instagram_url: 'https://www.instagram.com/fernandoak_example/',
  last_updated_at: '2026-11-15',
  last_plan_change_at: '2024-02-29',
  last_platform: 'magento',
  last_platform_change_at: '2022-02-07',
  linkedin_url: 'https://www.linkedin.com/company/fernandoak-example',
  magento_apps: ['Sample Grid'],
  merchant_name: 'Fern & Oak',
  monthly_app_spend: 412.5,
  phone_1: '+1 503-555-0100',
  phone_2: '+1 503-555-0101',
  phone_3: '+1 503-555-0102',
  phones: ['+1 503-555-0100', '+1 503-555-0101', '+1 503-555-0102', '+1 503-555-0103'],
  pinterest: 'fernandoakex',
  pinterest_followers: 900,
  pinterest_followers_30d: 0,
  pinterest_url: 'https://www.pinterest.com/fernandoakex/',
  platform: 'shopify',
  platform_domain: 'fern-oak.myshopify.com',
  platform_rank: 1204,
  platform_rank_percentile: 99.97,
  variant_count: 1240,
  product_to_vendor: 102.67,
  product_count: 308,
  rank: 3178,
  rank_percentile: 99.94,
  record_source: 'Store Leads',
  retailer_page: 'https://www.fernandoak.example/retailers?x=1#list',
  returns_page: 'https://www.fernandoak.example/policies/returns',
  shipping_carriers: ['UPS', 'DHL'],
  shopify_app_ids: ['sample-reviews', '1.sample-feed'],
  shopify_app_names: ['Sample Reviews', 'Sample Feed'],
  administrative_area_level_1: 'Oregon',
  state_code: 'OR',
  state: 'Active',
  name: 'www.fernandoak.example',
  store_locator_page: 'http://stores.fernandoak.example',
  street_address: '1 Sample Way',
  tld1: 'fernandoak.example',
  technologies: ['Sample Analytics', 'Sample CDN'],
  theme: 'Harbour',
  theme_style: 'Bright',
  theme_vendor: 'Sample Maker',
  theme_version: '3.2.1',
  tiktok: '@fernandoakex',
  tiktok_followers: 5200,
  tiktok_followers_30d: -40,
  tiktok_url: 'https://www.tiktok.com/@fernandoakex',
  title: 'Fern & Oak | Furniture',
  tracking_page: 'https://www.fernandoak.example/track',
  trustpilot_avgrating: 4.4,
  trustpilot_reviews: 310,
  twitter: 'fernandoakex',
  twitter_followers: 77,
  twitter_followers_30d: 7,
  twitter_url: 'https://twitter.com/fernandoakex',
  vendor_count: 3,
  youtube: 'fernandoakex',
  youtube_followers: 12,
  youtube_followers_30d: 1,
  youtube_url: 'https://www.youtube.com/@fernandoakex',
  zip: '97201',
  ios_app_id: 'id123456789',
  ios_app_url: 'https://apps.apple.com/app/id123456789',
};

const bare: StoreDomain = { name: 'bare.example', state: 'Active', platform: 'custom' };
const always: Record<string, SourceValue> = {
  name: 'bare.example',
  state: 'Active',
  platform: 'custom',
  record_source: 'Store Leads',
};

function derive(key: string, domain: StoreDomain): SourceValue | undefined {
  return catalogField.get(key)?.derive(domain);
}

describe('values of the field catalogue', () => {
  it('has an expectation for every field', () => {
    expect(Object.keys(present)).toEqual(fieldCatalog.map(({ key }) => key));
    expect(new Set(oddCases.map(([key]) => key))).toEqual(new Set(fieldCatalog.map(({ key }) => key)));
  });

  it.each(Object.entries(present))('derives %s where the data is there', (key, value) => {
    expect(derive(key, fullStore)).toEqual(value);
  });

  it.each(fieldCatalog.map(({ key }) => key))('gives nothing for %s where the data is absent', (key) => {
    expect(derive(key, bare)).toEqual(always[key] ?? null);
  });

  it.each(oddCases)('copes with odd data for %s: %j', (key, attributes, value) => {
    expect(derive(key, { ...bare, ...attributes })).toEqual(value);
  });

  it('never throws and always gives what its kind promises', () => {
    const attribute = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.double(),
      fc.constantFrom(...Object.values(fullStore)),
      fc.array(
        fc.record({
          type: fc.constantFrom('email', 'facebook', 'tiktok', 'phone', 'x', 7),
          value: fc.anything(),
        }),
      ),
      fc.webUrl(),
    );
    const names = [...Object.keys(fullStore), 'postal_code', 'average_product_weight'];
    const attributes = fc.dictionary(fc.constantFrom(...names), attribute, { maxKeys: 12 });
    fc.assert(
      fc.property(attributes, (odd) => {
        // What the store has read may hold anything: the types promise more than a feed does.
        const domain: StoreDomain = Object.assign({ ...fullStore }, odd);
        const unfit = fieldCatalog.filter((field) => !fits(field, field.derive(domain)));
        expect(unfit.map(({ key }) => key)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });
});

function fits(field: CatalogField, value: SourceValue): boolean {
  if (value === null) return true;
  switch (field.kind) {
    case 'text':
    case 'long_text':
      return typeof value === 'string' && value !== '' && value.trim() === value;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0);
    case 'money':
      return (
        isMoney(value) &&
        Number.isFinite(value.amount) &&
        value.amount >= 0 &&
        /^[A-Z]{3}$/.test(value.currency)
      );
    case 'date':
      return (
        typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
      );
    case 'list':
      return Array.isArray(value) && value.length > 0 && value.every((item) => item.trim() !== '');
  }
}

function isMoney(value: SourceValue): value is { amount: number; currency: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
