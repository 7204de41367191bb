import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Organization } from '../sandbox/world.ts';
import { type ApiClient, callApi, clientFor } from './api-client.ts';

let sandbox: Sandbox;
let admin: ApiClient;
let now = new Date('2026-03-02T09:00:00Z');

beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z');
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => now },
    organizations: 5,
    persons: 5,
    limits: true,
  });
  admin = clientFor(sandbox, 9001);
  return () => sandbox.close();
});

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${sandbox.url}/__control${path}`, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const nameOf = (id: number) => sandbox.world.organizations.find((o) => o.id === id)?.name;
const rename = (name: string) => admin('PATCH', '/api/v2/organizations/1', { name });

test('each token may make so many calls in two seconds; searches fewer; waiting helps', async () => {
  sandbox.world.company.plan = 'lite';
  const call = () => admin('GET', '/v1/users/me');
  const first = await call();
  expect(first.headers.get('x-ratelimit-limit')).toBe('80');
  expect(first.headers.get('x-ratelimit-remaining')).toBe('79');
  for (let i = 1; i < 80; i++) expect((await call()).status).toBe(200);
  const over = await call();
  expect(over).toMatchObject({ status: 429, body: { success: false } });
  expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
  expect((await clientFor(sandbox, 9003)('GET', '/v1/users/me')).status).toBe(200);
  now = new Date(now.getTime() + 1000 * Number(over.headers.get('x-ratelimit-reset')));
  expect((await call()).status).toBe(200);
  for (let i = 0; i < 10; i++)
    expect((await admin('GET', '/api/v2/organizations/search?term=ab')).status).toBe(200);
  expect((await admin('GET', '/api/v2/organizations/search?term=ab')).status).toBe(429);
});

test('the company shares one budget a day: what others spend is gone, midnight brings it back', async () => {
  sandbox.world.company.plan = 'lite';
  sandbox.world.company.seats = 1;
  sandbox.world.settings.dailyHeaders = 'always';
  await control('POST', '/budget/spend', { tokens: 29_990 });
  const list = await admin('GET', '/api/v2/organizations');
  expect(list.status).toBe(200);
  expect(list.headers.get('x-daily-ratelimit-token-limit')).toBe('30000');
  expect(list.headers.get('x-daily-ratelimit-token-remaining')).toBe('0');
  expect((await admin('GET', '/v1/users/me')).status).toBe(429);
  now = new Date('2026-03-03T00:00:00Z');
  expect((await clientFor(sandbox, 9001)('GET', '/v1/users/me')).status).toBe(200);
});

test('daily headers come always, never, or now and then', async () => {
  const seen = async (mode: 'always' | 'never' | 'sometimes') => {
    sandbox.world.settings.dailyHeaders = mode;
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await admin('GET', '/v1/users/me'));
    return answers.filter(({ headers }) => headers.has('x-daily-ratelimit-token-remaining')).length;
  };
  expect([await seen('always'), await seen('never'), await seen('sometimes')]).toEqual([6, 0, 4]);
});

test('without limits the headers come with large numbers and nothing is refused', async () => {
  await control('POST', '/settings', { limits: false });
  await control('POST', '/budget/spend', { tokens: 10_000_000 });
  const answer = await admin('GET', '/v1/users/me');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ratelimit-limit')).toBe('100000');
});

test('calls and tokens are counted by endpoint and by caller', async () => {
  await rename('One');
  await rename('Two');
  await clientFor(sandbox, 9003)('GET', '/api/v2/organizations?nonsense=1');
  const { endpoints, callers } = sandbox.world.counters;
  expect(endpoints['PATCH /api/v2/organizations/{id}']).toEqual({
    calls: 2,
    tokens: 10,
    statuses: { 200: 2 },
  });
  expect(callers['user 9001']).toMatchObject({ calls: 2, tokens: 10 });
  expect(callers['user 9003']).toMatchObject({ calls: 1, tokens: 10, statuses: { 400: 1 } });
  await control('POST', '/calls/reset');
  expect((await control('GET', '/calls')).body).toEqual({ endpoints: {}, callers: {} });
});

test('a lost answer leaves the change made, a time-out before it does not', async () => {
  sandbox.addFault({ kind: 'timeout_before', method: 'PATCH', path: '/api/v2/organizations/*', how: 'cut' });
  const before = nameOf(1);
  await expect(rename('Lost before')).rejects.toThrow();
  expect(nameOf(1)).toBe(before);
  sandbox.addFault({ kind: 'timeout_after', method: 'PATCH', path: '/api/v2/organizations/*', how: 'cut' });
  await expect(rename('Lost after')).rejects.toThrow();
  expect(nameOf(1)).toBe('Lost after');
  expect((await rename('Fine again')).status).toBe(200);
});

test('a time-out that hangs is only ended by the caller, or when the sandbox closes', async () => {
  sandbox.addFault({ kind: 'timeout_before', path: '/v1/users/me' });
  const { access_token } = sandbox.install(9001);
  const hanging = fetch(`${sandbox.url}/v1/users/me`, {
    headers: { authorization: `Bearer ${access_token}` },
    signal: AbortSignal.timeout(200),
  });
  await expect(hanging).rejects.toThrow(/timeout/);
});

test('a fault strikes as often as it says, and only where it should', async () => {
  await control('POST', '/faults', {
    kind: 'status',
    status: 503,
    method: 'get',
    path: '/api/v2/organizations*',
    count: 2,
  });
  expect((await admin('GET', '/v1/users/me')).status).toBe(200);
  expect((await rename('Not a GET')).status).toBe(200);
  expect((await admin('GET', '/api/v2/organizations')).status).toBe(503);
  expect((await admin('GET', '/api/v2/organizations/1')).status).toBe(503);
  expect((await admin('GET', '/api/v2/organizations/1')).status).toBe(200);
});

test('an error after the change, and a page of HTML from a firewall', async () => {
  sandbox.addFault({ kind: 'status_after', status: 502, method: 'PATCH' });
  expect((await rename('Done all the same')).status).toBe(502);
  expect(nameOf(1)).toBe('Done all the same');
  sandbox.addFault({ kind: 'html_403' });
  const response = await fetch(`${sandbox.url}/v1/users/me`);
  expect([response.status, response.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
});

test('a held request waits until it is let go, so that races happen in a chosen order', async () => {
  const { id } = sandbox.addFault({ kind: 'hold', method: 'PATCH' });
  const slow = rename('Came first, done last');
  await sandbox.held.reached(id);
  await rename('Came last, done first');
  await control('POST', `/faults/${id}/release`);
  expect((await slow).body.data).toMatchObject({ name: 'Came first, done last' });
});

test('a person can edit, delete and restore through the control API, under the same rules', async () => {
  expect(await control('POST', '/organizations/2', { website: ' new.example ' })).toMatchObject({
    status: 200,
    body: { website: 'new.example' },
  });
  expect((await control('POST', '/organizations/2', { nonsense: 1 })).status).toBe(400);
  await control('DELETE', '/organizations/2');
  expect((await admin('GET', '/api/v2/organizations/2')).body.data).toMatchObject({ is_deleted: true });
  await control('POST', '/organizations/2/restore');
  expect((await admin('GET', '/api/v2/organizations?ids=2')).body.data).toHaveLength(1);
});

test('users and their grants: deactivate, revoke, expire', async () => {
  await control('POST', '/users/9001/expire-tokens');
  expect((await admin('GET', '/v1/users/me')).status).toBe(401);
  admin = clientFor(sandbox, 9001);
  await control('POST', '/users/9001/revoke');
  expect((await admin('GET', '/v1/users/me')).status).toBe(401);
  admin = clientFor(sandbox, 9001);
  await control('POST', '/users/9001', { active: false });
  expect((await admin('GET', '/v1/users/me')).status).toBe(401);
});

test('a closed company answers 402, a missing or odd token 401 and 400', async () => {
  await control('POST', '/company', { open: false });
  expect((await admin('GET', '/v1/users/me')).status).toBe(402);
  expect((await callApi(sandbox.url, 'unknown', 'GET', '/v1/users/me')).status).toBe(401);
  const odd = await fetch(`${sandbox.url}/v1/users/me`, { headers: { authorization: 'Basic abc' } });
  expect(odd.status).toBe(400);
});

test('the control API lists itself, as JSON and as a page', async () => {
  const { body } = await control('GET', '');
  const paths = (body as { actions: { path: string }[] }).actions.map(({ path }) => path);
  expect(paths).toContain('/__control/faults');
  const page = await fetch(`${sandbox.url}/__control`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('Sandbox controls');
  const form = await fetch(`${sandbox.url}/__control/company`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ plan: 'growth', seats: '', open: '' }),
  });
  expect([form.status, sandbox.world.company.plan]).toEqual([303, 'growth']);
});

test('a restart goes on where the last one stopped, with the same client and tokens', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  try {
    const first = await startSandbox({ appUrl: 'http://127.0.0.1:1', dataDir, organizations: 5 });
    const { access_token } = first.install(9001);
    await callApi(first.url, access_token, 'PATCH', '/api/v2/organizations/1', { name: 'Kept' });
    await first.close();
    const second = await startSandbox({ appUrl: 'http://127.0.0.1:1', dataDir });
    expect([second.clientId, second.clientSecret]).toEqual([first.clientId, first.clientSecret]);
    const read = await callApi(second.url, access_token, 'GET', '/api/v2/organizations/1');
    expect((read.body.data as Organization).name).toBe('Kept');
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

test('the same seed gives the same company, and a canary stands in every name and text', async () => {
  const options = {
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => now },
    organizations: 60,
    persons: 60,
    canary: 'CANARY77',
  };
  const [a, b] = [await startSandbox(options), await startSandbox(options)];
  expect(a.world.organizations).toEqual(b.world.organizations);
  expect(a.world.persons).toEqual(b.world.persons);
  for (const { name } of [...a.world.organizations, ...a.world.persons, ...a.world.users])
    expect(name).toContain('CANARY77');
  for (const { address } of a.world.organizations) if (address) expect(address.value).toContain('CANARY77');
  for (const { emails } of a.world.persons)
    for (const { value } of emails) expect(value).toContain('canary77');
  await Promise.all([a.close(), b.close()]);
});
