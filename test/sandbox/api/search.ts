import type { RecordKind } from '../state/records.ts';
import type { Organization, Person } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { packCursor, pageSize, unpackCursor } from './cursor.ts';
import { commaList, flag, integer, oneOf, readQuery, text } from './query.ts';
import { schemaRefusal } from './refusal.ts';
import { canSee } from './visibility.ts';

type Hit = { record: Organization | Person; custom: string[]; exact: boolean };

/** Custom types that the search looks into (pipedrive-api.md 2.11). */
const searchable = ['address', 'varchar', 'text', 'varchar_auto', 'double', 'monetary', 'phone'];

/** Organizations a term is found in. */
export function searchOrganizations(call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    term: text,
    fields: commaList({ allowed: ['address', 'custom_fields', 'notes', 'name'] }),
    exact_match: flag,
    limit: pageSize,
    cursor: text,
  });
  const fields = query.fields ?? ['address', 'custom_fields', 'notes', 'name'];
  const own = (record: Organization) => [
    ...(fields.includes('name') ? [record.name] : []),
    ...(fields.includes('address') && record.address ? [record.address.value] : []),
  ];
  const hits = search('organization', call.world.organizations, call, { ...query, fields, own });
  return paged('organizationSearch', call, query, hits, ({ record, custom, exact }) => ({
    result_score: exact ? 1 : 0.5,
    item: {
      id: record.id,
      type: 'organization',
      name: record.name,
      address: 'address' in record ? (record.address?.value ?? null) : null,
      visible_to: record.visible_to,
      owner: { id: record.owner_id },
      custom_fields: custom,
      notes: [],
    },
  }));
}

/** Persons a term is found in. */
export function searchPersons(call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    term: text,
    fields: commaList({ allowed: ['custom_fields', 'email', 'notes', 'phone', 'name'] }),
    exact_match: flag,
    organization_id: integer(1),
    include_fields: oneOf('person.picture'),
    limit: pageSize,
    cursor: text,
  });
  const fields = query.fields ?? ['custom_fields', 'email', 'notes', 'phone', 'name'];
  const own = (record: Person) => [
    ...(fields.includes('name') ? [record.name] : []),
    ...(fields.includes('email') ? record.emails.map((email) => email.value) : []),
    ...(fields.includes('phone') ? record.phones.map((phone) => phone.value) : []),
  ];
  const inOrganization = call.world.persons.filter(
    (person) => query.organization_id === undefined || person.org_id === query.organization_id,
  );
  const hits = search('person', inOrganization, call, { ...query, fields, own });
  return paged('personSearch', call, query, hits, ({ record, custom, exact }) => ({
    result_score: exact ? 1 : 0.5,
    item: { ...personItem(record as Person, call), custom_fields: custom, notes: [] },
  }));
}

function personItem(person: Person, call: ApiCall) {
  const organization = person.org_id === null ? undefined : call.records.find('organization', person.org_id);
  return {
    id: person.id,
    type: 'person',
    name: person.name,
    phones: person.phones.map((phone) => phone.value),
    emails: person.emails.map((email) => email.value),
    visible_to: person.visible_to,
    owner: { id: person.owner_id },
    organization: organization ? { id: organization.id, name: organization.name } : null,
  };
}

/** Case does not matter; `exact_match` wants the whole value. */
function search<R extends Organization | Person>(
  kind: RecordKind,
  records: readonly R[],
  call: ApiCall,
  query: {
    term: string | undefined;
    exact_match: boolean | undefined;
    fields: string[];
    own(record: R): string[];
  },
): Hit[] {
  const term = query.term?.trim().toLowerCase();
  if (term === undefined) throw schemaRefusal('term', 'is required');
  if (term.length < (query.exact_match ? 1 : 2)) throw schemaRefusal('term', 'is too short');
  const codes = call.world.fields
    .filter((f) => f.entity === kind && f.isCustom && !f.isDeleted && searchable.includes(f.type))
    .map((field) => field.code);
  const fits = (value: string) =>
    query.exact_match ? value.toLowerCase() === term : value.toLowerCase().includes(term);
  return records.flatMap((record) => {
    if (record.is_deleted || !canSee(call.world, call.user, record)) return [];
    const custom = query.fields.includes('custom_fields')
      ? codes.map((code) => asText(record.custom_fields[code]))
      : [];
    const found = custom.filter((value) => value !== null).filter(fits);
    const values = query.own(record).filter(fits);
    const all = [...values, ...found];
    return all.length === 0
      ? []
      : [{ record, custom: found, exact: all.some((v) => v.toLowerCase() === term) }];
  });
}

function asText(value: unknown): string | null {
  if (typeof value === 'object' && value !== null && 'value' in value) return String(value.value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function paged(
  order: string,
  call: ApiCall,
  query: { limit: number | undefined; cursor: string | undefined },
  hits: Hit[],
  view: (hit: Hit) => unknown,
): ApiResult {
  const epoch = call.world.cursorEpoch;
  const start = query.cursor === undefined ? 0 : unpackCursor(query.cursor, order, epoch).id;
  const end = start + (query.limit ?? 100);
  return {
    data: { items: hits.slice(start, end).map(view) },
    additional_data: {
      next_cursor: end < hits.length ? packCursor({ after: end, id: end }, order, epoch) : null,
    },
  };
}
