import type { Organization } from '../world.ts';
import { addressRule } from './address.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { BodyFault, type BodyRule, orNull, readBody, wholeNumber, words } from './body.ts';
import { mergedCustomFields } from './custom-fields-body.ts';
import { readQuery } from './query.ts';
import { getRecord, visibleRecord, wholeRecord } from './record-get.ts';
import { listRecords } from './record-list.ts';
import { notFound, schemaRefusal } from './refusal.ts';
import {
  addTimeRule,
  anything,
  labelsRule,
  nameRule,
  ownerRule,
  sentKeys,
  visibleToRule,
} from './shared-rules.ts';
import { companyWide } from './visibility.ts';

/** Organizations the caller sees, page by page. */
export const listOrganizations = (call: ApiCall): ApiResult => listRecords('organization', call);
/** One organization, also while it is in the bin. */
export const getOrganization = (call: ApiCall): ApiResult => getRecord('organization', call);

/** Owner: the caller unless said. Nothing is checked for being unique. */
export function addOrganization(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const body = readBody(call.body, { ...bodyRules(call), add_time: addTimeRule });
  if (body.name === undefined) throw schemaRefusal('name', 'is required');
  const organization = call.records.create(
    'organization',
    {
      name: body.name,
      owner_id: body.owner_id ?? call.user.id,
      visible_to: body.visible_to ?? companyWide(call.world),
      label_ids: body.label_ids ?? [],
      address: body.address ?? null,
      website: body.website ?? null,
      linkedin: body.linkedin ?? null,
      industry: body.industry ?? null,
      annual_revenue: body.annual_revenue ?? null,
      employee_count: body.employee_count ?? null,
      custom_fields: mergedCustomFields(body.custom_fields, {}, 'organization', call),
      ...(body.add_time === undefined ? {} : { add_time: body.add_time }),
    },
    call.actor,
  );
  return wholeRecord('organization', call, organization);
}

/** Only the keys sent change; `update_time` moves when a value really differs. */
export function updateOrganization(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const organization = visibleRecord('organization', call);
  const { custom_fields: sent, ...body } = readBody(call.body, bodyRules(call));
  if (organization.is_deleted) throw notFound('Organization');
  const patch: Partial<Organization> = {
    ...sentKeys<Organization>(body),
    custom_fields: mergedCustomFields(sent, organization.custom_fields, 'organization', call),
  };
  call.records.change('organization', organization.id, patch, call.actor);
  return wholeRecord('organization', call, organization);
}

/** A soft delete; the organization's persons stay. */
export function deleteOrganization(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const organization = visibleRecord('organization', call);
  if (organization.is_deleted) throw notFound('Organization');
  call.records.remove('organization', organization.id, call.actor);
  return { data: { id: organization.id } };
}

function bodyRules(call: ApiCall) {
  const { world } = call;
  const absent = world.settings.websiteField === 'absent';
  return {
    name: nameRule,
    owner_id: ownerRule(world),
    visible_to: visibleToRule,
    label_ids: labelsRule(world, 'organization'),
    address: orNull(addressRule),
    website: absent ? unknownKey('website') : shortText,
    linkedin: shortText,
    industry: orNull(industryRule(call)),
    annual_revenue: orNull(wholeNumber),
    employee_count: orNull(wholeNumber),
    custom_fields: anything,
  };
}

/** Blank text counts as no value, as in a custom field of text. */
const shortText: BodyRule<string | null> = (value) => orNull(words({ max: 255 }))(value) || null;

/** Where the plan has no such standard field, its key is as foreign as any other. */
function unknownKey(key: string): BodyRule<string | null> {
  return () => {
    throw new BodyFault(`Parameter '${key}' is not allowed`);
  };
}

/** The id of an option of the standard field, never its text. */
function industryRule(call: ApiCall): BodyRule<number> {
  return (value) => {
    const id = wholeNumber(value);
    const field = call.world.fields.find((f) => f.entity === 'organization' && f.code === 'industry');
    if (!field?.options?.some((option) => option.id === id))
      throw new BodyFault('is not an option of the field');
    return id;
  };
}
