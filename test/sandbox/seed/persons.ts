import { apiTime } from '../clock.ts';
import type { ContactPoint, Person } from '../world.ts';
import { namesOf } from './invented-names.ts';
import { organizationId, type RecordSeed, visibility } from './organizations.ts';
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
  const role = seed.fields.find((f) => f.entity === 'person' && f.isCustom && f.name === 'Role');
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
    custom_fields:
      role && i % 6 === 0
        ? { [role.code]: `${['Buyer', 'Founder', 'Operations'][i % 3]}${seed.canary}` }
        : {},
  };
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
