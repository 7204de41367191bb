import { beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Person } from '../sandbox/world.ts';
import { type ApiClient, clientFor } from './api-client.ts';

let sandbox: Sandbox;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    limits: false,
    organizations: 6,
    persons: 40,
  });
  admin = clientFor(sandbox, 9001);
  return () => sandbox.close();
});

type Made = { field_code: string; options: { id: number; label: string }[] | null };
type Held = Record<string, unknown> & { custom_fields: Record<string, unknown> };

async function personField(field_type: string, options?: string[]): Promise<Made> {
  const answer = await admin('POST', '/api/v2/personFields', {
    field_name: `A ${field_type}`,
    field_type,
    ...(options && { options: options.map((label) => ({ label })) }),
  });
  expect(answer.status).toBe(200);
  return answer.body.data as Made;
}

const zone = { timezone_id: 1, timezone_name: 'Europe/Berlin' };

describe('custom fields of persons', () => {
  test.each([
    ['varchar_auto', ' Buying ', 'Buying'],
    ['varchar_auto', '', null],
    ['phone', ' +1 555 0100 ', '+1 555 0100'],
    ['text', 'two\nlines', 'two\nlines'],
    ['time', { value: '09:30:00', timezone_name: 'Europe/Berlin' }, { value: '09:30:00', ...zone }],
    [
      'timerange',
      { value: '09:30:00', until: '18:00:00', ...zone },
      { value: '09:30:00', until: '18:00:00', ...zone },
    ],
    ['daterange', { value: '2024-01-01', until: '2024-01-01' }, { value: '2024-01-01', until: '2024-01-01' }],
    ['people', 2, 2],
    ['address', null, null],
  ])('a %s holds %j as %j, and is read back by get and list', async (type, sent, held) => {
    const { field_code } = await personField(type);
    const patched = await admin('PATCH', '/api/v2/persons/1', { custom_fields: { [field_code]: sent } });
    expect([patched.status, (patched.body.data as Held).custom_fields[field_code]]).toEqual([200, held]);
    const got = (await admin('GET', '/api/v2/persons/1')).body.data as Held;
    expect(got.custom_fields[field_code]).toEqual(held);
    const listed = await admin('GET', `/api/v2/persons?ids=1&custom_fields=${field_code}`);
    expect((listed.body.data as Held[])[0]?.custom_fields).toEqual({ [field_code]: held });
  });

  test.each([
    ['varchar_auto', 'x'.repeat(256)],
    ['varchar_auto', ['x']],
    ['phone', 15550100],
    ['phone', 'x'.repeat(256)],
    ['text', 5],
    ['time', '09:30:00'],
    ['time', { value: '9:30', ...zone }],
    ['time', { value: '24:00:00', ...zone }],
    ['time', { value: '09:30:00', timezone_name: 'Middle-earth' }],
    ['time', { value: '09:30:00', timezone_id: 'one' }],
    ['time', { value: '09:30:00', until: '10:00:00' }],
    ['timerange', { value: '09:30:00', ...zone }],
    ['daterange', { value: '2024-01-01' }],
    ['daterange', { value: '2024-01-01', until: '2024-02-30' }],
    ['daterange', '2024-01-01'],
    ['address', { country: 'Ireland' }],
    ['address', { value: ' ' }],
    ['address', { value: '1 Quay', planet: 'Earth' }],
    ['address', { value: '1 Quay', country: 3 }],
    ['people', 999],
  ])('a %s refuses %j, names the field and changes nothing', async (type, sent) => {
    const { field_code } = await personField(type);
    const body = { name: 'Changed', custom_fields: { [field_code]: sent } };
    const answer = await admin('PATCH', '/api/v2/persons/1', body);
    expect([answer.status, answer.body['field_code']]).toEqual([400, field_code]);
    expect(sandbox.world.persons[0]?.name).not.toBe('Changed');
  });

  test('of another record type do not exist', async () => {
    const { field_code } = await personField('text');
    const answer = await admin('PATCH', '/api/v2/organizations/1', { custom_fields: { [field_code]: 'x' } });
    expect([answer.status, answer.body['field_code']]).toEqual([400, field_code]);
  });

  test('options of a set: each once, of this field only, never none', async () => {
    const { field_code, options } = await personField('set', ['One', 'Two']);
    const [one, two] = (options ?? []).map(({ id }) => id);
    const patch = async (value: unknown) => {
      const answer = await admin('PATCH', '/api/v2/persons/1', { custom_fields: { [field_code]: value } });
      return answer.status === 200 ? (answer.body.data as Held).custom_fields[field_code] : answer.status;
    };
    expect(await patch([two, one, two])).toEqual([two, one]);
    for (const wrong of [[], [1], [one, 'Two'], one, 'One', `${one}`]) expect(await patch(wrong)).toBe(400);
    expect(await patch(null)).toBeNull();
  });
});

describe('standard fields of an organization', () => {
  const address = { value: '1 Quay, Cork', country: 'Ireland' };
  test.each([
    ['website', ' https://x.example ', 'https://x.example'],
    ['website', ' ', null],
    ['linkedin', null, null],
    ['industry', 3, 3],
    ['annual_revenue', 1_200_000, 1_200_000],
    ['employee_count', 0, 0],
    ['address', address, expect.objectContaining({ ...address, locality: null })],
    ['address', null, null],
  ])('%s holds %j as %j', async (key, sent, held) => {
    const answer = await admin('PATCH', '/api/v2/organizations/1', { [key]: sent });
    expect([answer.status, (answer.body.data as Held)[key]]).toEqual([200, held]);
    expect(((await admin('GET', '/api/v2/organizations?ids=1')).body.data as Held[])[0]?.[key]).toEqual(held);
  });

  test.each([
    ['website', 5],
    ['website', 'x'.repeat(256)],
    ['linkedin', {}],
    ['industry', 'Apparel'],
    ['industry', 99],
    ['annual_revenue', 1.5],
    ['annual_revenue', '5'],
    ['employee_count', true],
    ['address', '1 Quay, Cork'],
    ['address', { locality: 'Cork' }],
    ['people_count', 5],
    ['update_time', '2024-01-01T00:00:00Z'],
  ])('%s refuses %j, and nothing of the request is written', async (key, sent) => {
    const before = structuredClone(sandbox.world.organizations[0]);
    const answer = await admin('PATCH', '/api/v2/organizations/1', { name: 'Changed', [key]: sent });
    expect(answer).toMatchObject({ status: 400, body: { code: 'ERR_SCHEMA_VALIDATION_FAILED' } });
    expect(answer.body['error']).toContain(key);
    expect(sandbox.world.organizations[0]).toEqual(before);
  });
});

test('options are added all or none, with labels of 1 to 255 characters', async () => {
  const { field_code, options } = await personField('enum', ['One']);
  const path = `/api/v2/personFields/${field_code}/options`;
  const add = (labels: unknown[]) =>
    admin(
      'POST',
      path,
      labels.map((label) => ({ label })),
    );
  for (const wrong of [[], ['Two', 'x'.repeat(256)], ['Two', ' '], ['Two', 5], ['Two', undefined]])
    expect([wrong, (await add(wrong)).status]).toEqual([wrong, 400]);
  const held = async () =>
    ((await admin('GET', `/api/v2/personFields/${field_code}`)).body.data as Made).options;
  expect(await held()).toEqual(options);
  const added = await add(['Two', 'x'.repeat(255)]);
  expect(added.status).toBe(200);
  expect(await held()).toEqual([...(options ?? []), ...(added.body.data as unknown[])]);
  const plain = await personField('text');
  const toPlain = await admin('POST', `/api/v2/personFields/${plain.field_code}/options`, [{ label: 'x' }]);
  expect(toPlain.status).toBe(400);
  const denied = await clientFor(sandbox, 9004)('POST', path, [{ label: 'Four' }]);
  expect(denied.status).toBe(403);
});

test('persons are listed by id, organization, owner and time, and the filters narrow each other', async () => {
  const visible = sandbox.world.persons;
  const list = async (query: string) => {
    const answer = await admin('GET', `/api/v2/persons?limit=500&${query}`);
    return answer.status === 200 ? (answer.body.data as Person[]).map(({ id }) => id) : answer.status;
  };
  const those = (keep: (person: Person) => boolean) => visible.filter(keep).map(({ id }) => id);
  const orgId = visible[0]?.org_id ?? 0;
  const ownerId = visible[0]?.owner_id ?? 0;
  const moment = visible[20]?.update_time ?? '';
  const several = those((person) => person.org_id === orgId);
  expect(several.length).toBeGreaterThan(1);
  expect(await list(`org_id=${orgId}`)).toEqual(several);
  expect(await list(`owner_id=${ownerId}`)).toEqual(those((person) => person.owner_id === ownerId));
  expect(await list('ids=3,1,99999')).toEqual([1, 3]);
  expect(await list(`ids=${several[0]},${several[1]}&org_id=${orgId}`)).toEqual(several.slice(0, 2));
  expect(await list(`ids=${several[0]}&org_id=99999`)).toEqual([]);
  expect(await list(`updated_since=${moment}`)).toEqual(those((person) => person.update_time >= moment));
  expect(await list(`updated_until=${moment}`)).toEqual(those((person) => person.update_time < moment));
  expect(await list('sort_direction=desc')).toEqual(visible.map(({ id }) => id).reverse());
  expect(await list('deal_id=5')).toEqual([]);
  for (const wrong of [
    'ids=1,x',
    `ids=${Array(101).fill(1).join(',')}`,
    'org_id=x',
    'name=x',
    'sort_by=name',
  ])
    expect([wrong, await list(wrong)]).toEqual([wrong, 400]);
});
