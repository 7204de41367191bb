import { canSee, companyWide } from '../api/visibility.ts';
import { mergeRecords } from '../state/merge-records.ts';
import type { Actor, RecordKind, Records } from '../state/records.ts';
import type { Organization, Person, User, World } from '../world.ts';
import { companyName, type Dice, typedValue, typedWebsite } from './invented-values.ts';

/** What people do, the frequent more often than the rare. */
export const doables = [
  'website',
  'field',
  'name',
  'person',
  'bulk',
  'create',
  'delete',
  'restore',
  'merge',
] as const;
export type Doable = (typeof doables)[number];

/** What somebody did, and to which record; null when there was nothing to do it to. */
export type Done = { deed: Doable; kind: RecordKind; id: number; userId: number };

export type Hand = { world: World; records: Records; dice: Dice; user: User; actor: Actor };

const one = <T>(list: readonly T[], dice: Dice): T | undefined => list[dice(list.length)];

/** A living record this user sees; undefined when chance finds none in a few tries. */
function someRecord<R extends Organization | Person>(list: readonly R[], hand: Hand): R | undefined {
  for (let tries = 0; tries < 20; tries += 1) {
    const record = one(list, hand.dice);
    if (record && !record.is_deleted && canSee(hand.world, hand.user, record)) return record;
  }
  return undefined;
}

/** Each deed gives the record it was done to, or undefined when it could not be done. */
export const deeds: Record<Doable, (hand: Hand) => { kind: RecordKind; id: number } | undefined> = {
  website: (hand) => onOrganization(hand, () => ({ website: typedWebsite(hand.dice) })),
  name: (hand) => onOrganization(hand, () => ({ name: companyName(hand.dice) })),
  field: (hand) => onOrganization(hand, (found) => oneFieldOf('organization', found, hand)),
  person: (hand) => {
    const person = someRecord(hand.world.persons, hand);
    if (!person) return undefined;
    const patch =
      hand.dice(3) === 0
        ? { org_id: someRecord(hand.world.organizations, hand)?.id ?? null }
        : oneFieldOf('person', person, hand);
    hand.records.change('person', person.id, patch, hand.actor);
    return { kind: 'person', id: person.id };
  },
  bulk: (hand) => {
    const first = someRecord(hand.world.organizations, hand);
    if (!first) return undefined;
    const { custom_fields: typed = {} } = oneFieldOf('organization', first, hand);
    const bulk: Actor = { ...hand.actor, bulk: true };
    const others = Array.from({ length: 4 }, () => someRecord(hand.world.organizations, hand));
    for (const found of [first, ...others]) {
      if (!found) continue;
      const custom_fields = { ...found.custom_fields, ...typed };
      hand.records.change('organization', found.id, { custom_fields }, bulk);
    }
    return { kind: 'organization', id: first.id };
  },
  create: (hand) => {
    const { id } = hand.records.create(
      'organization',
      {
        name: companyName(hand.dice),
        owner_id: hand.user.id,
        visible_to: companyWide(hand.world),
        label_ids: [],
        address: null,
        website: typedWebsite(hand.dice),
        linkedin: null,
        industry: null,
        annual_revenue: null,
        employee_count: null,
        custom_fields: {},
      },
      hand.actor,
    );
    return { kind: 'organization', id };
  },
  delete: (hand) => {
    const found = someRecord(hand.world.organizations, hand);
    if (!found) return undefined;
    hand.records.remove('organization', found.id, hand.actor);
    hand.world.people.bin.push({ kind: 'organization', id: found.id });
    return { kind: 'organization', id: found.id };
  },
  restore: (hand) => {
    const { bin } = hand.world.people;
    const [thing] = bin.splice(hand.dice(bin.length), 1);
    if (thing) hand.records.restore(thing.kind, thing.id, hand.actor);
    return thing;
  },
  merge: (hand) => {
    const loser = someRecord(hand.world.organizations, hand);
    const survivor = someRecord(hand.world.organizations, hand);
    if (!loser || !survivor || loser === survivor) return undefined;
    const ids = { loserId: loser.id, survivorId: survivor.id };
    mergeRecords(hand, { kind: 'organization', ...ids, actor: hand.actor });
    return { kind: 'organization', id: survivor.id };
  },
};

function onOrganization(hand: Hand, patch: (found: Organization) => Partial<Organization>) {
  const found = someRecord(hand.world.organizations, hand);
  if (!found) return undefined;
  hand.records.change('organization', found.id, patch(found), hand.actor);
  return { kind: 'organization', id: found.id } as const;
}

/** Another value for one custom field, whoever made the field; every fifth time the field is emptied. */
function oneFieldOf(kind: RecordKind, { custom_fields: held }: Organization | Person, { world, dice }: Hand) {
  const fields = world.fields.filter((field) => field.entity === kind && field.isCustom && !field.isDeleted);
  const field = one(fields, dice);
  const value = field && typedValue(field, dice);
  if (!field || value === undefined) return { custom_fields: held };
  const { [field.code]: _former, ...others } = held;
  return { custom_fields: dice(5) === 0 ? others : { ...others, [field.code]: value } };
}
