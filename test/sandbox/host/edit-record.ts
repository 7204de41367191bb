import type { Records } from '../state/records.ts';
import type { Organization, Person, User, World } from '../world.ts';
import { textTypes } from './record-rows.ts';

type Edit = {
  user: User;
  kind: 'organization' | 'person';
  found: Organization | Person;
  field: string;
  value: string;
};

/**
 * What a person types into a field of the detail page: name, website, custom fields of text. An empty value clears.
 * @returns why it was refused; undefined when saved
 */
export function editRecord(
  { world, records }: { world: World; records: Records },
  edit: Edit,
): string | undefined {
  const { kind, found, field, user } = edit;
  const value = edit.value.trim();
  const actor = { userId: user.id, source: 'app' } as const;
  if (field === 'name') {
    if (value === '') return 'A name is needed';
    if (kind === 'person') records.change('person', found.id, { name: value, ...nameParts(value) }, actor);
    else records.change('organization', found.id, { name: value }, actor);
    return undefined;
  }
  if (field === 'website' && kind === 'organization') {
    records.change('organization', found.id, { website: value === '' ? null : value }, actor);
    return undefined;
  }
  const custom = world.fields.find(
    (entry) => entry.entity === kind && entry.code === field && !entry.isDeleted,
  );
  if (!custom?.isCustom || !textTypes.has(custom.type)) return 'This field cannot be edited here';
  if (custom.type !== 'text' && value.length > 255) return 'At most 255 characters fit';
  const { [field]: _former, ...others } = found.custom_fields;
  records.change(
    kind,
    found.id,
    { custom_fields: value === '' ? others : { ...others, [field]: value } },
    actor,
  );
  return undefined;
}

/** Pipedrive splits a person's name itself: the first word and the rest. */
function nameParts(name: string): { first_name: string; last_name: string | null } {
  const [first = '', ...rest] = name.split(/\s+/);
  return { first_name: first, last_name: rest.length === 0 ? null : rest.join(' ') };
}
