import { beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Organization } from '../sandbox/world.ts';
import { type ApiClient, clientFor } from './api-client.ts';

type FieldAnswer = {
  field_code: string;
  field_name: string;
  field_type: string;
  options: { id: number; label: string }[] | null;
};

let sandbox: Sandbox;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1', limits: false, organizations: 5, persons: 5 });
  admin = clientFor(sandbox, 9001);
  return () => sandbox.close();
});

async function field(field_type: string, more: object = {}): Promise<FieldAnswer> {
  const answer = await admin('POST', '/api/v2/organizationFields', {
    field_name: `A ${field_type}`,
    field_type,
    ...more,
  });
  expect(answer.status).toBe(200);
  return answer.body.data as FieldAnswer;
}

/** Writes a value into a new field of that type: what Pipedrive then holds, or the refusal. */
async function write(field_type: string, value: unknown, more: object = {}) {
  const { field_code } = await field(field_type, more);
  const answer = await admin('PATCH', '/api/v2/organizations/1', { custom_fields: { [field_code]: value } });
  const data = answer.body.data as Organization | null;
  return {
    status: answer.status,
    held: data?.custom_fields[field_code],
    named: answer.body['field_code'] === field_code,
  };
}

test.each([
  ['varchar', '  spaced out ', 'spaced out'],
  ['varchar', 'x'.repeat(255), 'x'.repeat(255)],
  ['varchar', '   ', null],
  ['varchar', null, null],
  ['text', 'x'.repeat(3000), 'x'.repeat(3000)],
  ['double', 12.5, 12.5],
  ['double', 0.1 + 0.2, 0.3],
  ['double', 1234567890123.456, 1234567890123.5],
  ['monetary', { value: 1.005, currency: 'EUR' }, { value: 1.01, currency: 'EUR' }],
  ['monetary', { value: -2.675, currency: 'USD' }, { value: -2.68, currency: 'USD' }],
  ['monetary', { value: 99.5, currency: 'JPY' }, { value: 100, currency: 'JPY' }],
  ['monetary', { value: 1.0005, currency: 'KWD' }, { value: 1.001, currency: 'KWD' }],
  ['monetary', { value: 7 }, { value: 7, currency: 'EUR' }],
  ['date', '2024-02-29', '2024-02-29'],
  ['daterange', { value: '2024-01-01', until: '2024-02-01' }, { value: '2024-01-01', until: '2024-02-01' }],
  ['user', 9002, 9002],
  ['org', 2, 2],
  ['phone', '+1 555 0100', '+1 555 0100'],
])('a %s holds %j as %j', async (type, sent, held) => {
  expect(await write(type, sent)).toMatchObject({ status: 200, held });
});

test.each([
  ['varchar', 'x'.repeat(256)],
  ['varchar', 5],
  ['double', '5'],
  ['double', 1e14],
  ['monetary', 5],
  ['monetary', { value: 5, currency: 'BRL' }],
  ['monetary', { value: 5, currency: 'ZZZ' }],
  ['monetary', { value: '5', currency: 'EUR' }],
  ['monetary', { value: 5, currency: 'EUR', label: '5 €' }],
  ['date', '2023-02-29'],
  ['date', '2024-01-01T00:00:00Z'],
  ['user', 1],
  ['address', 'Main Street 1'],
])('a %s refuses %j and names the field', async (type, sent) => {
  expect(await write(type, sent)).toEqual({ status: 400, held: undefined, named: true });
});

test('an address keeps the parts that are sent and nulls the others', async () => {
  const { held } = await write('address', { value: '1 Quay, Cork', country: 'Ireland' });
  expect(held).toMatchObject({ value: '1 Quay, Cork', country: 'Ireland', locality: null });
});

test('options: only ids of the field, never an empty list', async () => {
  const options = [{ label: 'One' }, { label: 'Two' }];
  const single = await field('enum', { options });
  const several = await field('set', { options });
  const patch = (custom_fields: object) => admin('PATCH', '/api/v2/organizations/1', { custom_fields });
  const [one, two] = (several.options ?? []).map(({ id }) => id);
  const good = await patch({
    [several.field_code]: [two, one],
    [single.field_code]: single.options?.[0]?.id,
  });
  expect((good.body.data as Organization).custom_fields[several.field_code]).toEqual([two, one]);
  expect((await patch({ [several.field_code]: [] })).status).toBe(400);
  expect((await patch({ [single.field_code]: 'One' })).status).toBe(400);
  expect((await patch({ [single.field_code]: one })).status).toBe(400);
  const label = await admin('GET', '/api/v2/organizations/1?include_option_labels=true');
  expect((label.body.data as Organization).custom_fields[single.field_code]).toMatchObject({ label: 'One' });
});

test('one dead field refuses the whole PATCH: nothing of it is written', async () => {
  const alive = await field('varchar');
  const dead = await field('varchar');
  await admin('DELETE', `/api/v2/organizationFields/${dead.field_code}`);
  const custom_fields = { [alive.field_code]: 'new', [dead.field_code]: 'new' };
  const answer = await admin('PATCH', '/api/v2/organizations/1', { name: 'New', custom_fields });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'ERR_SCHEMA_VALIDATION_FAILED', field_code: dead.field_code },
  });
  expect(answer.body['error']).toContain(dead.field_code);
  const held = (await admin('GET', '/api/v2/organizations/1')).body.data as Organization;
  expect(held.name).not.toBe('New');
  expect(held.custom_fields[alive.field_code]).toBeNull();
});

test('a custom field at the top level, an unknown key and text for a number are refused', async () => {
  const { field_code } = await field('varchar');
  for (const body of [
    { [field_code]: 'x' },
    { nonsense: 1 },
    { employee_count: '5' },
    { name: '' },
    { owner_id: 1 },
    { industry: 'Apparel' },
    [],
  ]) {
    expect([body, (await admin('PATCH', '/api/v2/organizations/1', body)).status]).toEqual([body, 400]);
  }
});

test('only the custom fields that are sent change, but an empty object wipes them all', async () => {
  const [a, b] = [await field('varchar'), await field('varchar')];
  const patch = async (custom_fields: object) =>
    ((await admin('PATCH', '/api/v2/organizations/1', { custom_fields })).body.data as Organization)
      .custom_fields;
  await patch({ [a.field_code]: 'first', [b.field_code]: 'second' });
  expect(await patch({ [a.field_code]: null })).toMatchObject({
    [a.field_code]: null,
    [b.field_code]: 'second',
  });
  expect(Object.values(await patch({})).every((value) => value === null)).toBe(true);
});

test('the plan caps custom fields over all record types; a deleted one makes room', async () => {
  sandbox.world.company.plan = 'lite';
  const used = sandbox.world.fields.filter((f) => f.isCustom).length;
  expect(sandbox.world.fields.some((f) => f.isCustom && f.entity === 'deal')).toBe(true);
  const create = (name: string) =>
    admin('POST', '/api/v2/personFields', { field_name: name, field_type: 'text' });
  const made = await create('Number 1');
  for (let i = used + 1; i < 30; i++) expect((await create(`Number ${i}`)).status).toBe(200);
  expect(await create('One too many')).toMatchObject({
    status: 403,
    body: { code: 'feature_capping_custom_fields_limit' },
  });
  await admin('DELETE', `/api/v2/personFields/${(made.body.data as FieldAnswer).field_code}`);
  expect((await create('In its place')).status).toBe(200);
});

test('adding a field takes the permission of the user besides the scope', async () => {
  const create = (client: ApiClient) =>
    client('POST', '/api/v2/organizationFields', { field_name: 'X', field_type: 'text' });
  expect((await create(clientFor(sandbox, 9003))).status).toBe(200);
  expect((await create(clientFor(sandbox, 9004))).status).toBe(403);
  sandbox.world.settings.scopes = ['base', 'contacts:full'];
  expect(await create(clientFor(sandbox, 9001))).toMatchObject({
    status: 403,
    body: { error: 'Scope and URL mismatch' },
  });
});

test('fields come in pages, can be renamed, and have codes of 40 hex digits', async () => {
  const { field_code } = await field('monetary');
  expect(field_code).toMatch(/^[0-9a-f]{40}$/);
  const names: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer: Awaited<ReturnType<ApiClient>> = await admin(
      'GET',
      `/api/v2/organizationFields?limit=6${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    names.push(...(answer.body.data as FieldAnswer[]).map((f) => f.field_code));
    cursor = (answer.body['additional_data'] as { next_cursor: string | null }).next_cursor;
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain(field_code);
  await admin('PATCH', `/api/v2/organizationFields/${field_code}`, { field_name: 'Renamed' });
  const read = await admin('GET', `/api/v2/organizationFields/${field_code}?include_fields=ui_visibility`);
  expect(read.body.data).toMatchObject({
    field_name: 'Renamed',
    ui_visibility: { details_visible_flag: true },
  });
  expect(
    (await admin('PATCH', `/api/v2/organizationFields/${field_code}`, { field_type: 'text' })).status,
  ).toBe(400);
});

test('a company without the standard website has neither field nor key, and refuses it in a write', async () => {
  sandbox.world.settings.websiteField = 'absent';
  const fields = (await admin('GET', '/api/v2/organizationFields?limit=500')).body.data as FieldAnswer[];
  expect(fields.map((f) => f.field_code)).not.toContain('website');
  expect((await admin('GET', '/api/v2/organizations/1')).body.data).not.toHaveProperty('website');
  expect((await admin('PATCH', '/api/v2/organizations/1', { website: 'x.example' })).status).toBe(400);
});

test('options can be added, renamed and deleted; all of a list or none', async () => {
  const made = await field('set', { options: [{ label: 'A' }, { label: 'B' }] });
  const path = `/api/v2/organizationFields/${made.field_code}/options`;
  const [a, b] = made.options ?? [];
  await admin('PATCH', '/api/v2/organizations/1', { custom_fields: { [made.field_code]: [a?.id, b?.id] } });
  expect((await admin('POST', path, [{ label: 'C' }])).body.data).toMatchObject([{ label: 'C' }]);
  expect(
    (
      await admin('PATCH', path, [
        { id: a?.id, label: 'A2' },
        { id: 1, label: 'no' },
      ])
    ).status,
  ).toBe(400);
  expect((await admin('PATCH', path, [{ id: a?.id, label: 'A2' }])).body.data).toEqual([
    { id: a?.id, label: 'A2' },
  ]);
  expect((await admin('DELETE', path, [{ id: b?.id }])).status).toBe(200);
  const held = (await admin('GET', '/api/v2/organizations/1')).body.data as Organization;
  expect(held.custom_fields[made.field_code]).toEqual([a?.id]);
});
