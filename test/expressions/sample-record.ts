import type { CalculatedResult, Variable } from '../../server/expressions/types.ts';

/** The store and the values that all shared cases are calculated for. */
export const sampleRecord = {
  domain: {
    name: 'shop.example',
    title: 'Café Überall – online shop',
    platform: 'shopify',
    rank: 1234,
    estimated_sales: 1250050,
    employee_count: 12,
    created_at: '2021-03-01T08:30:00',
    last_updated_at: '2026-10-20T00:00:00',
    country_code: 'CH',
    categories: ['/Apparel', '/Apparel/Footwear'],
    features: ['Blog', 'Gift cards'],
    technologies: [
      { name: 'Klaviyo', installed_at: '2023-03-01T00:00:00' },
      { name: 'Yotpo', installed_at: '2024-06-01T00:00:00' },
      { name: 'Hotjar', installed_at: '2025-01-15T00:00:00' },
    ],
    apps: [
      { name: 'Reviews', state: 'Active', monthly: 1900 },
      { name: 'Upsell', state: 'Inactive', monthly: 900 },
    ],
    contact_info: [],
    trustpilot: { avg_rating: 4.3, review_count: 210 },
    region: null,
    'odd-key': 'odd',
    constructor: 'Builders Ltd',
  },
  values: {
    city: 'Bern',
    employees: 12,
    visits: null,
    created: '2021-03-01',
    feature_list: ['Blog', 'Gift cards'],
    sales: { amount: 12500.5, currency: 'USD' },
  } satisfies Record<string, CalculatedResult>,
};

export const sampleVariables: readonly Variable[] = [
  { name: 'city', type: 'text' },
  { name: 'employees', type: 'number' },
  { name: 'visits', type: 'number' },
  { name: 'created', type: 'date' },
  { name: 'feature_list', type: 'list' },
  { name: 'sales', type: 'money' },
];

export const sampleNow = new Date('2026-11-02T09:00:00.000Z');
