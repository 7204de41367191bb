import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { type ApiClient, clientFor } from './api-client.ts';

const now = new Date('2026-03-02T09:00:00.250Z');
let sandbox: Sandbox;
let receiver: WebhookReceiver;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => now },
    organizations: 12,
    persons: 12,
    limits: false,
  });
  receiver = await startWebhookReceiver();
  admin = clientFor(sandbox, 9001);
  for (const event_object of ['organization', 'person'])
    await admin('POST', '/v1/webhooks', {
      subscription_url: receiver.url,
      event_action: '*',
      event_object,
      name: event_object,
    });
});
afterEach(async () => {
  await receiver.close();
  await sandbox.close();
});

const person = { userId: 9002, source: 'app' } as const;

/** The bodies of the events since the last look. */
async function heard() {
  await sandbox.webhooks.settled();
  return receiver.received.splice(0).map(({ body }) => body);
}

async function fieldOf(
  type: string,
  options?: { label: string }[],
): Promise<{ code: string; options: number[] }> {
  const answer = await admin('POST', '/api/v2/organizationFields', {
    field_name: `Field ${type}`,
    field_type: type,
    ...(options ? { options } : {}),
  });
  const data = answer.body.data as { field_code: string; options: { id: number }[] | null };
  return { code: data.field_code, options: (data.options ?? []).map(({ id }) => id) };
}

test('a creation tells who, what and when, with ids of the head as texts and no former state', async () => {
  const answer = await admin('POST', '/api/v2/organizations', { name: 'Fresh', website: 'fresh.example' });
  const { id } = answer.body.data as { id: number };
  const [body] = await heard();
  expect(body?.meta).toEqual({
    action: 'create',
    entity: 'organization',
    entity_id: String(id),
    id: expect.any(String),
    correlation_id: expect.any(String),
    company_id: '7310042',
    user_id: '9001',
    webhook_id: '1',
    webhook_owner_id: '9001',
    type: 'application',
    version: '2.0',
    timestamp: '2026-03-02T09:00:00.250Z',
    change_source: 'api',
    is_bulk_edit: false,
    attempt: 1,
    host: 'brightwater.pipedrive.com',
    permitted_user_ids: ['9001', '9002', '9003', '9004'],
  });
  expect(body?.previous).toBeNull();
  expect(body?.data).toEqual({
    id,
    name: 'Fresh',
    owner_id: 9001,
    add_time: '2026-03-02T09:00:00Z',
    update_time: '2026-03-02T09:00:00Z',
    visible_to: '7',
    label: null,
    label_ids: [],
    address: null,
    country_code: null,
    picture_id: null,
    website: 'fresh.example',
    linkedin: null,
    industry: null,
    annual_revenue: null,
    employee_count: null,
    custom_fields: {},
  });
});

test('a change tells former values of what it changed alone, null where there was none', async () => {
  const { code } = await fieldOf('varchar');
  await admin('PATCH', '/api/v2/organizations/3', { custom_fields: { [code]: 'filled' } });
  const before = sandbox.world.organizations[2];
  const { id = 0, website = null, label_ids = [] } = before ?? {};
  sandbox.deps.records.change('organization', id, { website: 'typed.example' }, person);
  sandbox.deps.records.change('organization', id, { label_ids: [2] }, { ...person, bulk: true });
  await admin('PATCH', '/api/v2/organizations/3', { custom_fields: { [code]: null } });
  const [filled, typed, labelled, cleared] = await heard();
  expect(filled?.previous).toEqual({ update_time: expect.any(String), custom_fields: { [code]: null } });
  expect(filled?.data?.custom_fields[code]).toEqual({ type: 'varchar', value: 'filled' });
  expect(typed?.meta).toMatchObject({ change_source: 'app', user_id: '9002', is_bulk_edit: false });
  // Within one second the time of the last change stays the same.
  expect(typed?.previous).toEqual({ website });
  expect(labelled?.meta.is_bulk_edit).toBe(true);
  expect(labelled?.previous).toEqual({ label_ids, label: label_ids[0] ?? null });
  expect(cleared?.previous).toEqual({ custom_fields: { [code]: { type: 'varchar', value: 'filled' } } });
  expect(cleared?.data?.custom_fields).not.toHaveProperty(code);
});

const address = {
  value: '1 Quay, Cork',
  country: null,
  admin_area_level_1: null,
  admin_area_level_2: null,
  locality: 'Cork',
  sublocality: null,
  route: null,
  street_number: null,
  subpremise: null,
  postal_code: null,
};
const shapes: [string, unknown, object][] = [
  ['varchar', 'a', { value: 'a' }],
  ['varchar_auto', 'a', { value: 'a' }],
  ['text', 'long', { value: 'long' }],
  ['phone', '+353 1', { value: '+353 1' }],
  ['double', 2.5, { value: 2.5 }],
  ['monetary', { value: 9.5, currency: 'EUR' }, { value: 9.5, currency: 'EUR' }],
  ['date', '2026-01-31', { value: '2026-01-31' }],
  ['daterange', { value: '2026-01-01', until: '2026-02-01' }, { from: '2026-01-01', until: '2026-02-01' }],
  ['time', { value: '10:00:00', timezone_name: 'Europe/Dublin' }, { value: '10:00:00', timezone_id: 1 }],
  [
    'timerange',
    { value: '10:00:00', until: '11:00:00', timezone_name: 'Europe/Dublin' },
    { from: '10:00:00', until: '11:00:00', timezone_id: 1 },
  ],
  ['user', 9001, { id: 9001 }],
  ['org', 2, { id: 2 }],
  ['people', 2, { id: 2 }],
  ['address', { value: '1 Quay, Cork', locality: 'Cork' }, { ...address, formatted_address: '1 Quay, Cork' }],
];

test.each(shapes)('a field of type %s is wrapped as documented', async (type, value, wrapped) => {
  const { code } = await fieldOf(type);
  await admin('PATCH', '/api/v2/organizations/2', { custom_fields: { [code]: value } });
  const [body] = await heard();
  expect(body?.data?.custom_fields[code]).toEqual({ type, ...wrapped });
});

test('options are told by id: one, or a list', async () => {
  const one = await fieldOf('enum', [{ label: 'A' }]);
  const several = await fieldOf('set', [{ label: 'A' }, { label: 'B' }]);
  const [id = 0] = one.options;
  const custom_fields = { [one.code]: id, [several.code]: several.options };
  await admin('PATCH', '/api/v2/organizations/2', { custom_fields });
  const [body] = await heard();
  expect(body?.data?.custom_fields).toMatchObject({
    [one.code]: { type: 'enum', id },
    [several.code]: { type: 'set', values: several.options.map((option) => ({ id: option })) },
  });
});

test('a deletion has the last state as former one, and frees the persons', async () => {
  const before = sandbox.world.organizations[1];
  const { id = 0, name = '', website = null, update_time = '' } = before ?? {};
  const someone = sandbox.world.persons[0]?.id ?? 0;
  sandbox.deps.records.change('person', someone, { org_id: id }, person);
  await heard();
  await admin('DELETE', `/api/v2/organizations/${id}`);
  const [gone, ...freed] = await heard();
  expect(gone).toMatchObject({ meta: { action: 'delete' }, data: null });
  expect(gone?.previous).toMatchObject({ id, name, website, update_time });
  expect(freed.map(({ data, previous }) => [data?.['org_id'], previous?.['org_id']])).toContainEqual([
    null,
    id,
  ]);
});

test('a restored record comes as the switch says: a change, or a creation', async () => {
  await admin('DELETE', '/api/v2/organizations/4');
  sandbox.deps.records.restore('organization', 4, person);
  sandbox.world.settings.restoresComeAs = 'create';
  await admin('DELETE', '/api/v2/organizations/4');
  sandbox.deps.records.restore('organization', 4, person);
  const bodies = (await heard()).filter(({ meta }) => meta.entity === 'organization');
  expect(bodies.map(({ meta }) => meta.action)).toEqual(['delete', 'change', 'delete', 'create']);
  expect(bodies[1]?.data).toMatchObject({ id: 4 });
  expect(bodies[3]?.previous).toBeNull();
});

test('a person comes with its points of contact', async () => {
  await admin('POST', '/api/v2/persons', {
    name: 'Ann Other',
    org_id: 2,
    emails: [{ value: 'ann@other.example' }],
  });
  const [body] = await heard();
  expect(body?.data).toMatchObject({
    name: 'Ann Other',
    first_name: 'Ann',
    last_name: 'Other',
    org_id: 2,
    emails: [{ value: 'ann@other.example', primary: true, label: 'work' }],
    phones: [],
    visible_to: '7',
  });
});

test('without the standard field no website is told', async () => {
  sandbox.world.settings.websiteField = 'absent';
  sandbox.deps.records.change('organization', 2, { website: 'other.example', name: 'Renamed' }, person);
  const [body] = await heard();
  expect(body?.data).not.toHaveProperty('website');
  expect(body?.previous).not.toHaveProperty('website');
});
