import type { ContactPoint, Person } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import {
  BodyFault,
  type BodyRule,
  listOf,
  orNull,
  parts,
  readBody,
  truth,
  wholeNumber,
  words,
} from './body.ts';
import { mergedCustomFields } from './custom-fields-body.ts';
import { readQuery } from './query.ts';
import { getRecord, visibleRecord, wholeRecord } from './record-get.ts';
import { listRecords } from './record-list.ts';
import { notFound, Refusal, schemaRefusal } from './refusal.ts';
import {
  addTimeRule,
  anything,
  labelsRule,
  nameRule,
  ownerRule,
  sentKeys,
  visibleToRule,
} from './shared-rules.ts';
import { canSee, companyWide } from './visibility.ts';

/** Persons the caller sees, page by page. */
export const listPersons = (call: ApiCall): ApiResult => listRecords('person', call);
/** One person, also while it is in the bin. */
export const getPerson = (call: ApiCall): ApiResult => getRecord('person', call);

/** The API never looks for an equal person. */
export function addPerson(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const body = readBody(call.body, { ...bodyRules(call), add_time: addTimeRule });
  if (body.name === undefined) throw schemaRefusal('name', 'is required');
  const person = call.records.create(
    'person',
    {
      name: body.name,
      ...splitName(body.name),
      owner_id: body.owner_id ?? call.user.id,
      org_id: body.org_id ?? null,
      visible_to: body.visible_to ?? companyWide(call.world),
      label_ids: body.label_ids ?? [],
      emails: body.emails ?? [],
      phones: body.phones ?? [],
      picture_id: null,
      custom_fields: mergedCustomFields(body.custom_fields, {}, 'person', call),
      ...(body.add_time === undefined ? {} : { add_time: body.add_time }),
    },
    call.actor,
  );
  return wholeRecord('person', call, person);
}

/** `emails` and `phones` are replaced whole; other keys that are not sent stay. */
export function updatePerson(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const person = visibleRecord('person', call);
  const { custom_fields: sent, ...body } = readBody(call.body, bodyRules(call));
  if (person.is_deleted) throw notFound('Person');
  const patch: Partial<Person> = {
    ...sentKeys<Person>(body),
    ...(body.name === undefined ? {} : splitName(body.name)),
    custom_fields: mergedCustomFields(sent, person.custom_fields, 'person', call),
  };
  call.records.change('person', person.id, patch, call.actor);
  return wholeRecord('person', call, person);
}

/** Puts a person in the bin. */
export function deletePerson(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const person = visibleRecord('person', call);
  if (person.is_deleted) throw notFound('Person');
  call.records.remove('person', person.id, call.actor);
  return { data: { id: person.id } };
}

/** Keys that exist only after contact sync was set up; nobody here has (pipedrive-api.md 2.8). */
const contactSync: BodyRule<never> = () => {
  throw new Refusal(403, 'Contact sync is not enabled', { code: 'ERR_FORBIDDEN' });
};

function bodyRules(call: ApiCall) {
  return {
    name: nameRule,
    owner_id: ownerRule(call.world),
    org_id: orNull(organizationRule(call)),
    emails: contactPoints,
    phones: contactPoints,
    visible_to: visibleToRule,
    label_ids: labelsRule(call.world, 'person'),
    postal_address: contactSync,
    notes: contactSync,
    im: contactSync,
    birthday: contactSync,
    job_title: contactSync,
    marketing_status: contactSync,
    custom_fields: anything,
  };
}

function organizationRule(call: ApiCall): BodyRule<number> {
  return (value) => {
    const organization = call.records.find('organization', wholeNumber(value));
    if (!organization || organization.is_deleted || !canSee(call.world, call.user, organization)) {
      throw new BodyFault('there is no such organization');
    }
    return organization.id;
  };
}

const point = parts({ value: words({ max: 255 }), primary: truth, label: words({ max: 255 }) });

/** E-mails and phones: objects only, at most one primary, the first one if none is marked. */
const contactPoints: BodyRule<ContactPoint[]> = (value) => {
  const points = listOf(point)(value);
  if (points.some((entry) => entry.value === undefined || entry.value === ''))
    throw new BodyFault('value is required');
  const primaries = points.filter((entry) => entry.primary === true).length;
  if (primaries > 1) throw new BodyFault('can have one primary entry');
  return points.map((entry, index) => ({
    value: entry.value ?? '',
    primary: primaries === 0 ? index === 0 : entry.primary === true,
    label: entry.label ?? 'work',
  }));
};

/** First word and the rest, as Pipedrive splits a name. */
function splitName(name: string): { first_name: string; last_name: string | null } {
  const [first = name, ...rest] = name.split(' ');
  return { first_name: first, last_name: rest.length > 0 ? rest.join(' ') : null };
}
