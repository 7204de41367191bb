import { apiTime } from '../clock.ts';
import type { Address, CustomValue, Field, Organization, User } from '../world.ts';
import { customValuesOf } from './custom-values.ts';
import { namesOf } from './invented-names.ts';
import { shopHost } from './shop-hosts.ts';
import { websiteText } from './website-text.ts';

export type RecordSeed = {
  count: number;
  random: () => number;
  now: Date;
  users: User[];
  fields: Field[];
  canary: string;
};

/** Ids have holes as in any grown company: every 41st is missing. */
export function organizationId(i: number): number {
  return 1 + i + Math.floor(i / 40);
}

/** The seeded organizations; see `websiteText` for what their websites hold. */
export function seedOrganizations(seed: RecordSeed): Organization[] {
  return Array.from({ length: seed.count }, (_, i) => organization(i, seed));
}

function organization(i: number, seed: RecordSeed): Organization {
  const { random, canary } = seed;
  const { text, shop } = websiteText(i);
  const added = new Date(seed.now.getTime() - (seed.count - i) * 3_600_000 - 86_400_000);
  return {
    id: organizationId(i),
    name: nameOf(i, shop) + canary,
    owner_id: seed.users[i % seed.users.length]?.id ?? 0,
    add_time: apiTime(added),
    update_time: apiTime(new Date(added.getTime() + Math.floor(random() * 86_400_000))),
    is_deleted: false,
    visible_to: visibility(i),
    label_ids: i % 9 === 4 ? [1 + (i % 3)] : [],
    address: i % 3 === 1 ? addressOf(i, canary) : null,
    website: text,
    linkedin: i % 11 === 2 ? `https://www.linkedin.com/company/invented-${i}${canary}` : null,
    industry: i % 4 === 0 ? 1 + (i % 5) : null,
    annual_revenue: i % 6 === 0 ? Math.round(random() * 5_000_000) : null,
    employee_count: i % 5 === 0 ? 1 + Math.round(random() * 250) : null,
    custom_fields: customValues(i, seed, text),
  };
}

/** Every 29th (owned by the first admin's side or not) is for its owner only, every 31st for the owner's group. */
export function visibility(i: number): number {
  if (i % 29 === 5) return 1;
  return i % 31 === 7 ? 3 : 7;
}

function nameOf(i: number, shop: number | null): string {
  if (shop === null) return `${namesOf(i).last} ${['Partners', 'Logistics', 'Consulting', 'Group'][i % 4]}`;
  return shopHost(shop).merchant + (['', ' Ltd', ' GmbH', ' BV', ''][i % 5] ?? '');
}

/** The address of the n-th record; its parts were found by the map service of Pipedrive. */
export function addressOf(i: number, canary: string): Address {
  const city = ['Dublin', 'Leeds', 'Utrecht', 'Ghent', 'Kiel', 'Malmo'][i % 6] ?? 'Dublin';
  const country =
    ['Ireland', 'United Kingdom', 'Netherlands', 'Belgium', 'Germany', 'Sweden'][i % 6] ?? 'Ireland';
  const route = `${namesOf(i).last} Lane`;
  return {
    value: `${1 + (i % 90)} ${route}, ${city}, ${country}${canary}`,
    country,
    admin_area_level_1: null,
    admin_area_level_2: null,
    locality: city,
    sublocality: null,
    route: route + canary,
    street_number: String(1 + (i % 90)),
    subpremise: null,
    postal_code: null,
  };
}

function customValues(i: number, seed: RecordSeed, website: string | null): Record<string, CustomValue> {
  const { canary, fields } = seed;
  const at = <T>(applies: boolean, value: T) => (applies ? value : null);
  const segment = ['Home and living', 'Outdoor', 'Food', 'Toys'][i % 4] ?? '';
  return customValuesOf(fields, 'organization', {
    'Shop URL': at(i % 10 < 3, website?.trim() ?? null),
    City: at(i % 7 === 2, (addressOf(i, '').locality ?? '') + canary),
    'Customer tier': at(i % 4 === 1, 100 + (i % 3)),
    'Sales channels': at(i % 8 === 3, [110, 111 + (i % 2)]),
    'Contract value': at(i % 12 === 5, { value: 1000 + i * 7.5, currency: 'EUR' }),
    'Signed on': at(i % 12 === 6, `2025-0${1 + (i % 9)}-1${i % 10}`),
    Remarks: at(i % 15 === 8, `Met at the spring fair, asked for samples. ${i}${canary}`),
    Warehouse: at(i % 14 === 9, addressOf(i + 1, canary)),
    Hotline: at(i % 9 === 6, `+353 1 555 ${2000 + i}${canary}`),
    'Market segment': at(i % 5 === 4, segment + canary),
  });
}
