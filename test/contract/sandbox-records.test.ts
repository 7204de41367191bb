import { beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Organization, Person } from '../sandbox/world.ts';
import { type Answer, type ApiClient, clientFor } from './api-client.ts';

let sandbox: Sandbox;
let now = new Date('2026-03-02T09:00:00Z');
let admin: ApiClient;
let regular: ApiClient;

beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z');
  sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1', limits: false, clock: { now: () => now } });
  admin = clientFor(sandbox, 9001);
  regular = clientFor(sandbox, 9003);
  return () => sandbox.close();
});

const rows = (answer: Answer) => answer.body.data as Organization[];
const cursorOf = (answer: Answer) =>
  (answer.body['additional_data'] as { next_cursor: string | null }).next_cursor;

async function pages(client: ApiClient, query: string): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await client(
      'GET',
      `/api/v2/organizations?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(answer.status).toBe(200);
    ids.push(...rows(answer).map(({ id }) => id));
    cursor = cursorOf(answer);
  }
  return ids;
}

test('pages of any size give every record once, in order', async () => {
  const all = sandbox.world.organizations.map(({ id }) => id);
  expect(await pages(admin, 'limit=500')).toEqual(all);
  expect(await pages(admin, 'limit=7')).toEqual(all);
  expect(await pages(admin, 'limit=100&sort_direction=desc')).toEqual([...all].reverse());
  expect((await pages(admin, 'limit=11&sort_by=update_time')).sort((a, b) => a - b)).toEqual(all);
  expect((await pages(admin, 'limit=13&sort_by=add_time&sort_direction=desc')).length).toBe(all.length);
});

test('a page of 100 comes unless asked, and the last one has no cursor even when it is full', async () => {
  expect(rows(await admin('GET', '/api/v2/organizations'))).toHaveLength(100);
  expect(cursorOf(await admin('GET', '/api/v2/organizations?limit=300'))).toBeNull();
});

test.each([
  'limit=0',
  'limit=501',
  'limit=ten',
  'cursor=made-up',
  'nonsense=1',
  'sort_by=name',
  'updated_since=2026-01-01T00:00:00.123Z',
  'updated_since=2026-01-01',
  `ids=${Array.from({ length: 101 }, (_, i) => i + 1).join(',')}`,
  `custom_fields=${Array.from({ length: 16 }, (_, i) => `f${i}`).join(',')}`,
  'include_fields=website',
  'include_labels=1',
  'limit=1&limit=2',
])('the query %s is refused', async (query) => {
  const answer = await admin('GET', `/api/v2/organizations?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.body['code']).toBe('ERR_SCHEMA_VALIDATION_FAILED');
});

test('ids that are unknown or invisible are left out without a word', async () => {
  const hidden = sandbox.world.organizations.find((o) => o.visible_to === 1 && o.owner_id === 9001);
  const seen = rows(await regular('GET', `/api/v2/organizations?ids=1,2,999999,${hidden?.id}`));
  expect(seen.map(({ id }) => id)).toEqual([1, 2]);
  expect((await regular('GET', `/api/v2/organizations/${hidden?.id}`)).status).toBe(404);
  expect((await regular('PATCH', `/api/v2/organizations/${hidden?.id}`, { name: 'Mine' })).status).toBe(404);
  expect((await admin('GET', `/api/v2/organizations/${hidden?.id}`)).status).toBe(200);
});

test('updated_since includes its own second, updated_until does not', async () => {
  const at = (sandbox.world.organizations[40] as Organization).update_time;
  const since = rows(await admin('GET', `/api/v2/organizations?limit=500&updated_since=${at}`));
  const until = rows(await admin('GET', `/api/v2/organizations?limit=500&updated_until=${at}`));
  const times = (list: Organization[]) => list.map((o) => o.update_time);
  expect(times(since)).toContain(at);
  expect(times(until)).not.toContain(at);
  expect(since.length + until.length).toBe(sandbox.world.organizations.length);
});

test('custom_fields narrows the values, absent ones are null', async () => {
  const code =
    sandbox.world.fields.find((f) => f.entity === 'organization' && f.name === 'Shop URL')?.code ?? '';
  const list = rows(await admin('GET', `/api/v2/organizations?custom_fields=${code}&limit=20`));
  for (const { custom_fields } of list) expect(Object.keys(custom_fields)).toEqual([code]);
  expect(list.some((o) => o.custom_fields[code] === null)).toBe(true);
  expect(list.some((o) => typeof o.custom_fields[code] === 'string')).toBe(true);
});

test('a write moves update_time only when something differs', async () => {
  const before = (await admin('GET', '/api/v2/organizations/3')).body.data as Organization;
  now = new Date(now.getTime() + 60_000);
  const same = (await admin('PATCH', '/api/v2/organizations/3', { name: ` ${before.name} ` })).body
    .data as Organization;
  expect(same.update_time).toBe(before.update_time);
  const renamed = (await admin('PATCH', '/api/v2/organizations/3', { name: 'Renamed' })).body
    .data as Organization;
  expect(renamed).toMatchObject({ name: 'Renamed', update_time: '2026-03-02T09:01:00Z' });
});

test('a deleted organization leaves the lists, is still got for 30 days, and its persons stay without it', async () => {
  const person = sandbox.world.persons.find((p) => p.org_id !== null) as Person;
  const id = person.org_id ?? 0;
  expect((await admin('DELETE', `/api/v2/organizations/${id}`)).body.data).toEqual({ id });
  expect(rows(await admin('GET', `/api/v2/organizations?ids=${id}`))).toEqual([]);
  expect((await admin('GET', `/api/v2/organizations/${id}`)).body.data).toMatchObject({ is_deleted: true });
  expect((await admin('GET', `/api/v2/persons/${person.id}`)).body.data).toMatchObject({ org_id: null });
  expect((await admin('PATCH', `/api/v2/organizations/${id}`, { name: 'Back' })).status).toBe(404);
  now = new Date(now.getTime() + 31 * 86_400_000);
  expect((await clientFor(sandbox, 9001)('GET', `/api/v2/organizations/${id}`)).status).toBe(404);
});

test('a new record belongs to the caller, and nothing keeps it from being a duplicate', async () => {
  const first = (await regular('POST', '/api/v2/organizations', { name: 'Twin', website: 'twin.example' }))
    .body.data;
  const second = (await regular('POST', '/api/v2/organizations', { name: 'Twin', website: 'twin.example' }))
    .body.data;
  expect(first).toMatchObject({ name: 'Twin', owner_id: 9003, is_deleted: false });
  expect((second as Organization).id).toBe((first as Organization).id + 1);
});

test("persons: e-mails are replaced whole, the first is primary, and an organization's persons can be listed", async () => {
  const made = await admin('POST', '/api/v2/persons', {
    name: 'Orla Van Dale',
    org_id: 1,
    emails: [{ value: 'a@orla.example' }, { value: 'b@orla.example', label: 'home' }],
  });
  const person = made.body.data as Person;
  expect(person).toMatchObject({ first_name: 'Orla', last_name: 'Van Dale', org_id: 1 });
  expect(person.emails.map((email) => email.primary)).toEqual([true, false]);
  const patched = (
    await admin('PATCH', `/api/v2/persons/${person.id}`, { emails: [{ value: 'c@orla.example' }] })
  ).body.data;
  expect((patched as Person).emails).toEqual([{ value: 'c@orla.example', primary: true, label: 'work' }]);
  const inOrganization = (await admin('GET', '/api/v2/persons?org_id=1&limit=500')).body.data as Person[];
  expect(inOrganization.map(({ id }) => id)).toContain(person.id);
  expect(inOrganization.every((p) => p.org_id === 1)).toBe(true);
  for (const wrong of [
    { emails: ['x@y.example'] },
    { org_id: 999999 },
    {
      emails: [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
    },
  ]) {
    expect((await admin('PATCH', `/api/v2/persons/${person.id}`, wrong)).status).toBe(400);
  }
  expect((await admin('PATCH', `/api/v2/persons/${person.id}`, { job_title: 'Buyer' })).status).toBe(403);
});

test('search finds names and custom values whatever their case, and wants two letters', async () => {
  await admin('POST', '/api/v2/organizations', { name: 'Quokka Quarters' });
  const found = await admin('GET', '/api/v2/organizations/search?term=QUOKKA&fields=name');
  expect(
    (found.body.data as { items: { item: { name: string } }[] }).items.map(({ item }) => item.name),
  ).toEqual(['Quokka Quarters']);
  expect((await admin('GET', '/api/v2/organizations/search?term=q')).status).toBe(400);
  const exact = await admin('GET', '/api/v2/organizations/search?term=quokka&exact_match=true');
  expect((exact.body.data as { items: unknown[] }).items).toEqual([]);
  const email = sandbox.world.persons.find((p) => p.emails.length > 0)?.emails[0]?.value ?? '';
  const person = await admin(
    'GET',
    `/api/v2/persons/search?term=${encodeURIComponent(email.toUpperCase())}&fields=email&exact_match=true`,
  );
  expect((person.body.data as { items: { item: { emails: string[] } }[] }).items[0]?.item.emails).toContain(
    email,
  );
});

test('cursors can be made to die', async () => {
  const cursor = cursorOf(await admin('GET', '/api/v2/organizations?limit=10'));
  expect((await admin('GET', `/api/v2/organizations?limit=10&cursor=${cursor}`)).status).toBe(200);
  await fetch(`${sandbox.url}/__control/cursors/kill`, { method: 'POST' });
  expect((await admin('GET', `/api/v2/organizations?limit=10&cursor=${cursor}`)).status).toBe(400);
});

test('what is not built answers as an unknown path, a wrong method as such', async () => {
  for (const path of [
    '/api/v2/deals',
    '/v1/organizations',
    '/api/v2/users/me',
    '/api/v3/organizations',
    '/v1/filters',
    '/v1/users/find',
  ]) {
    const answer = await admin('GET', path);
    expect([path, answer.status, answer.body['success']]).toEqual([path, 404, false]);
  }
  expect((await admin('PATCH', '/api/v2/organizations')).status).toBe(405);
});

test('v1 answers under both of its prefixes', async () => {
  expect((await admin('GET', '/v1/users/me')).body).toEqual((await admin('GET', '/api/v1/users/me')).body);
});

test('users, their permissions, and currencies', async () => {
  const users = (await admin('GET', '/v1/users')).body.data as {
    id: number;
    access: { app: string; admin: boolean }[];
  }[];
  const admins = users.filter(({ access }) => access.some(({ app, admin: is }) => app === 'global' && is));
  expect(admins.map(({ id }) => id)).toEqual([9001, 9002]);
  const may = async (id: number) =>
    ((await admin('GET', `/v1/users/${id}/permissions`)).body.data as Record<string, boolean>)[
      'can_add_custom_fields'
    ];
  expect([await may(9001), await may(9003), await may(9004)]).toEqual([true, true, false]);
  const yen = (await admin('GET', '/v1/currencies?term=yen')).body.data;
  expect(yen).toMatchObject([{ code: 'JPY', decimal_points: 0, active_flag: true, is_custom_flag: false }]);
});
