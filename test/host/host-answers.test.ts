import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startHost, type TestHost } from './start-host.ts';

let host: TestHost;
beforeEach(async () => {
  await host?.close();
  host = await startHost('http://127.0.0.1:9');
});
afterAll(() => host.close());

const get = async (path: string) => {
  const response = await fetch(`${host.origin}${path}`);
  return { status: response.status, text: await response.text() };
};
const post = async (path: string, body: unknown) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  return (await fetch(`${host.origin}${path}`, init)).status;
};
const rows = (text: string) => text.match(/<tr><td class="pick">.*?<th scope="row">/g)?.length ?? 0;

describe('lists', () => {
  test('show fifty a page and lead to the others', async () => {
    const first = await get('/organizations');
    expect(rows(first.text)).toBe(50);
    expect(first.text).toContain(`1–50 of ${host.deps.world.organizations.length}`);
    expect(first.text).toContain('/organizations?page=2');
    expect(rows((await get('/organizations?page=3')).text)).toBe(20);
  });

  test.each(['0', '-1', '99', 'x', '1.7'])('make do with page %s', async (page) => {
    const { status, text } = await get(`/organizations?page=${page}`);
    expect([status, rows(text) > 0]).toEqual([200, true]);
  });

  test('find by name and keep the search while paging', async () => {
    const { organizations } = host.deps.world;
    for (const record of organizations) record.name = `Plain ${record.id}`;
    for (const record of organizations.slice(0, 60)) record.name = `Über & Söhne ${record.id}`;
    const { text } = await get('/organizations?search=%C3%BCber+%26');
    expect(rows(text)).toBe(50);
    expect(text).toContain('/organizations?search=%C3%BCber+%26&amp;page=2');
    expect((await get('/organizations?search=nobody')).text).toContain('Nothing is called “nobody”.');
  });

  test('hide deleted records and those a user may not see', async () => {
    const { world } = host.deps;
    const [gone, hidden] = world.organizations;
    const user = world.users.find((entry) => !entry.isAdmin);
    if (!gone || !hidden || !user) throw new Error('the seed has them');
    gone.is_deleted = true;
    Object.assign(hidden, { visible_to: 1, owner_id: world.users[0]?.id });
    const owners = await get('/organizations');
    expect(owners.text).not.toContain(`/organization/${gone.id}"`);
    expect(owners.text).toContain(`/organization/${hidden.id}"`);
    await fetch(`${host.origin}/host/user`, {
      method: 'POST',
      body: new URLSearchParams({ user: `${user.id}` }),
      redirect: 'manual',
    });
    expect((await get('/organizations')).text).not.toContain(`/organization/${hidden.id}"`);
    expect((await get(`/organization/${hidden.id}`)).status).toBe(404);
    expect((await get(`/host/records/organization/${hidden.id}`)).status).toBe(404);
    expect(await post(`/host/records/organization/${hidden.id}`, { field: 'name', value: 'Mine' })).toBe(404);
  });
});

test('what people typed is shown as text, never run', async () => {
  const { world } = host.deps;
  const [record] = world.organizations;
  if (!record) throw new Error('the seed has organizations');
  record.name = `<script>alert("1")</script>`;
  record.website = `https://x.example/"onmouseover="alert(1)`;
  for (const path of ['/organizations', '/organization/1']) {
    const { text } = await get(path);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('"onmouseover');
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)');
  }
});

test.each([
  ['/host/frames', { surface: 'odd', token: 'ok', context: {} }],
  ['/host/frames', {}],
  ['/host/token', { token: 'odd' }],
  ['/host/records/organization/1', { field: 'name' }],
  ['/host/records/organization/1', { field: 'owner_id', value: '1' }],
  ['/host/records/organization/1', { field: 'name', value: '' }],
])('a malformed call to %s is refused', async (path, body) => {
  expect(await post(path, body)).toBe(400);
  expect(host.events).toEqual([]);
});

test.each([
  '/organization/999999',
  '/organization/x',
  '/person/0',
  '/settings/marketplace/app/other/app-settings',
  '/host/assets/none.js',
])('%s is not found', async (path) => {
  expect((await get(path)).status).toBe(404);
});

test('a change of user leads back only within this host', async () => {
  const change = (back: string) =>
    fetch(`${host.origin}/host/user`, {
      method: 'POST',
      body: new URLSearchParams({ user: '1', back }),
      redirect: 'manual',
    });
  expect((await change('/person/4?x=1')).headers.get('location')).toBe('/person/4?x=1');
  for (const elsewhere of ['//evil.example', 'https://evil.example', '/\\evil.example', '']) {
    expect((await change(elsewhere)).headers.get('location')).toBe('/');
  }
});
