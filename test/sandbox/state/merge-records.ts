import type { World } from '../world.ts';
import type { Actor, Organization, Person, RecordKind, RecordKinds } from './record-shapes.ts';
import type { Records } from './records.ts';

/**
 * Merges two records as Pipedrive does (pipedrive-api.md 6.6): the survivor keeps what it has, takes what it lacks from
 * the other, and the other is deleted. Persons and notes of a merged organization move over. Webhooks hear of a deletion
 * that names the survivor, and of a change that names the loser even where nothing changed (4.8).
 */
export function mergeRecords(
  { world, records }: { world: World; records: Records },
  merge: { kind: RecordKind; loserId: number; survivorId: number; actor: Actor },
): void {
  const { kind, loserId, survivorId, actor } = merge;
  const loser = records.find(kind, loserId);
  const survivor = records.find(kind, survivorId);
  if (!loser || !survivor) return;
  const inherited = whatItLacks(survivor, loser);
  records.change(kind, loserId, { is_deleted: true }, actor, { mergedTo: survivorId });
  records.change(kind, survivorId, inherited, actor, { mergedFrom: loserId });
  const key = kind === 'organization' ? 'org_id' : 'person_id';
  for (const note of world.notes) if (note[key] === loserId) note[key] = survivorId;
  if (kind !== 'organization') return;
  for (const person of world.persons) {
    if (person.org_id === loserId) records.change('person', person.id, { org_id: survivorId }, actor);
  }
}

function whatItLacks(
  survivor: Organization | Person,
  loser: Organization | Person,
): Partial<RecordKinds[RecordKind]> {
  const { custom_fields, ...values } = survivor;
  const given = Object.entries(loser).filter(([key]) => key in values && key !== 'is_deleted');
  const inherited = given.filter(
    ([key, value]) => isEmpty(values[key as keyof typeof values]) && !isEmpty(value),
  );
  return { ...Object.fromEntries(inherited), custom_fields: { ...loser.custom_fields, ...custom_fields } };
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
