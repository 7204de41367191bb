import { apiTime } from '../clock.ts';
import type { ContactPoint, CustomValue, Person } from '../world.ts';
import { customValuesOf } from './custom-values.ts';
import { namesOf } from './invented-names.ts';
import { addressOf, organizationId, type RecordSeed, visibility } from './organizations.ts';
import { shopHost } from './shop-hosts.ts';
import { websiteText } from './website-text.ts';

/** The seeded persons: most belong to an organization, some have several e-mail addresses, some none. */
export function seedPersons(seed: RecordSeed & { organizations: number }): Person[] {
  return Array.from({ length: seed.count }, (_, i) => person(i, seed));
}

function person(i: number, seed: RecordSeed & { organizations: number }): Person {
  const { first, last } = namesOf(i + 11);
  const place = seed.organizations > 0 && i % 12 !== 11 ? (i * 3) % seed.organizations : null;
  const added = new Date(seed.now.getTime() - (seed.count - i) * 1_800_000 - 86_400_000);
  return {
    id: 1 + i + Math.floor(i / 60),
    name: `${first} ${last}${seed.canary}`,
    first_name: first,
    last_name: last + seed.canary,
    owner_id: seed.users[i % seed.users.length]?.id ?? 0,
    org_id: place === null ? null : organizationId(place),
    add_time: apiTime(added),
    update_time: apiTime(added),
    is_deleted: false,
    visible_to: visibility(i),
    label_ids: [],
    emails: emailsOf(i, place, seed.canary),
    phones: i % 4 === 0 ? [{ value: `+353 1 555 ${String(1000 + i)}`, primary: true, label: 'work' }] : [],
    picture_id: null,
    custom_fields: customValues(i, seed),
  };
}

function customValues(i: number, { fields, canary }: RecordSeed): Record<string, CustomValue> {
  const at = <T>(applies: boolean, value: T) => (applies ? value : null);
  return customValuesOf(fields, 'person', {
    Role: at(i % 6 === 0, `${['Buyer', 'Founder', 'Operations'][i % 3]}${canary}`),
    Newsletter: at(i % 7 === 3, 120 + (i % 2)),
    Interests: at(i % 10 === 4, [130, 131 + (i % 2)]),
    'Direct line': at(i % 11 === 7, `+353 1 555 ${3000 + i}${canary}`),
    Department: at(i % 5 === 2, `${['Buying', 'Marketing', 'Warehouse'][i % 3]}${canary}`),
    Office: at(i % 13 === 8, addressOf(i, canary)),
    Background: at(i % 16 === 9, `Ran a shop of their own before. ${i}${canary}`),
  });
}

function emailsOf(i: number, place: number | null, canary: string): ContactPoint[] {
  if (i % 8 === 5) return [];
  const { first, last } = namesOf(i + 11);
  const shop = place === null ? null : websiteText(place).shop;
  const host = shop === null ? 'post.example' : shopHost(shop).host.replace(/^www\./, '');
  const local = `${first}.${last}${canary}`.toLowerCase().replace(/[^a-z0-9._-]/g, '-');
  const work = { value: `${local}@${host}`, primary: true, label: 'work' };
  return i % 9 === 1 ? [work, { value: `${local}@post.example`, primary: false, label: 'home' }] : [work];
}
