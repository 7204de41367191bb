import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  for (const path of ['/faults', '/webhooks/troubles', '/webhooks/release', '/people', '/budget/others'])
    expect(paths).toContain(`/__control${path}`);
  const page = await fetch(`${sandbox.url}/__control`, { headers: { accept: 'text/html' } });
  const text = await page.text();
  expect(text).toContain('Sandbox controls');
  expect(text).toContain('action="/__control/webhooks/troubles/DELETE"');
  expect(text).toContain('People at work');
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

test('the account of the company is shown and set through the operator interface of the app', async () => {
  const asked: { method: string | undefined; url: string | undefined; authorization: string | undefined }[] =
    [];
  const app = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, authorization: request.headers.authorization });
    response.setHeader('content-type', 'application/json').end('{"plan":"pro"}');
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const operated = await startSandbox({
    appUrl: url,
    organizations: 1,
    appOperator: { url, token: 'secret' },
  });
  const response = await fetch(`${operated.url}/__control/account`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"plan":"pro"}',
  });
  expect(await response.json()).toEqual({ status: 200, answer: { plan: 'pro' } });
  expect(asked).toEqual([
    { method: 'PUT', url: `/operator/accounts/${operated.world.company.id}`, authorization: 'Bearer secret' },
  ]);
  const page = await fetch(`${operated.url}/__control`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('Store Leads plan of this company');
  await operated.close();
  await new Promise((resolve) => app.close(resolve));
});

test('added scopes end the access tokens, and a refresh gives the old ones', async () => {
  const { access_token, refresh_token } = sandbox.install(9001);
  const scopes = [...sandbox.world.settings.scopes, 'search:read'].join(',');
  await control('POST', '/scopes', { scopes });
  expect((await callApi(sandbox.url, access_token, 'GET', '/v1/users/me')).status).toBe(401);
  const basic = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
  const response = await fetch(`${sandbox.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token }),
  });
  expect((await response.json()).scope).not.toContain('search:read');
});

test('a reset starts the company anew and keeps the client', async () => {
  await admin('PATCH', '/api/v2/organizations/1', { name: 'Changed' });
  await control('POST', '/reset', { organizations: 12 });
  expect(sandbox.world.organizations).toHaveLength(12);
  expect(sandbox.world.organizations[0]?.name).not.toBe('Changed');
  expect([sandbox.world.app.clientId, sandbox.world.installs]).toEqual([sandbox.clientId, []]);
});
