import { beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { type ApiClient, clientFor } from './api-client.ts';

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

test('a held answer waits while the change is already made', async () => {
  const { id } = sandbox.addFault({ kind: 'hold_after', method: 'PATCH' });
  const waiting = rename('Already done');
  await sandbox.held.reached(id);
  expect(nameOf(1)).toBe('Already done');
  sandbox.held.release(id);
  expect((await waiting).status).toBe(200);
});
