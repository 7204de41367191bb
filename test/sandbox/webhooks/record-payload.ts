import type { RecordKind } from '../state/records.ts';
import type { Address, CustomValue, Organization, Person, World } from '../world.ts';
import { addressPayload, customPayload } from './custom-fields-payload.ts';

type Values = Partial<Organization & Person>;

/**
 * The keys of a record as webhooks write them (pipedrive-api.md 4.5): `visible_to` as text, `label` beside
 * `label_ids`, custom fields wrapped and only those that have a value. Keys that are not given do not appear, so the
 * same function writes `data` and `previous`.
 */
export function recordPayload(
  kind: RecordKind,
  world: World,
  values: Values,
  custom: Record<string, CustomValue | null>,
): Record<string, unknown> {
  const { custom_fields: _custom, is_deleted: _deleted, visible_to, label_ids, address, ...same } = values;
  const payload: Record<string, unknown> = { ...same };
  if (kind === 'organization' && world.settings.websiteField === 'absent') delete payload['website'];
  if (visible_to !== undefined) payload['visible_to'] = String(visible_to);
  if (label_ids !== undefined) {
    payload['label_ids'] = label_ids;
    payload['label'] = label_ids[0] ?? null;
  }
  if (address !== undefined) payload['address'] = address && addressPayload(address satisfies Address);
  const wrapped = customFieldsPayload(kind, world, custom);
  return { ...payload, ...(wrapped === null ? {} : { custom_fields: wrapped }) };
}

/** A whole record: every key there is, with the ones that only webhooks have. */
export function wholePayload(kind: RecordKind, world: World, record: Organization | Person) {
  const payload = recordPayload(kind, world, record, record.custom_fields);
  const more = kind === 'organization' ? { country_code: null, picture_id: null } : {};
  return { ...more, ...payload, custom_fields: payload['custom_fields'] ?? {} };
}

function customFieldsPayload(kind: RecordKind, world: World, custom: Record<string, CustomValue | null>) {
  const entries = Object.entries(custom).flatMap(([code, value]) => {
    const field = world.fields.find((candidate) => candidate.entity === kind && candidate.code === code);
    return field && !field.isDeleted ? [[code, customPayload(value, field)] as const] : [];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
