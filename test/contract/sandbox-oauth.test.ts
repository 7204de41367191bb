import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { consentAs } from '../support/consent-as.ts';

const admin = 9001;
type Received = {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: string;
};

let sandbox: Sandbox;
let app: Server;
let appUrl = '';
let received: Received[] = [];
let now = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      received.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
        body,
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => app.close(resolve)));

beforeEach(async () => {
  received = [];
  now = new Date('2026-03-02T09:00:00Z');
  sandbox = await startSandbox({ appUrl, clock: { now: () => now }, organizations: 5, persons: 5 });
  return () => sandbox.close();
});

const callback = () => `${appUrl}/oauth/callback`;
const authorizeUrl = (more: Record<string, string> = {}) =>
  `${sandbox.url}/oauth/authorize?${new URLSearchParams({ client_id: sandbox.clientId, redirect_uri: callback(), ...more })}`;

async function post(
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) {
  const basic = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64');
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form),
  });
  return { status: response.status, body: await response.json() };
}

async function codeFor(userId = admin): Promise<string> {
  const location = new URL(await consentAs(sandbox, { userId }, authorizeUrl()));
  return location.searchParams.get('code') ?? '';
}

const exchange = (code: string, redirect = callback()) =>
  post('/oauth/token', { grant_type: 'authorization_code', code, redirect_uri: redirect });

const me = (token: string) =>
  fetch(`${sandbox.url}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });

test('allowing leads back with a code and the state, and the code buys tokens of that user', async () => {
  const location = new URL(await consentAs(sandbox, { userId: 9003 }, authorizeUrl({ state: 'a b&c"d' })));
  expect(location.origin + location.pathname).toBe(callback());
  expect(location.searchParams.get('state')).toBe('a b&c"d');
  const { status, body } = await exchange(location.searchParams.get('code') ?? '');
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'Bearer', api_domain: sandbox.url, expires_in: 3599 });
  expect(body.scope.split(',')).toContain('contacts:full');
  const user = await (await me(body.access_token)).json();
  expect(user.data).toMatchObject({ id: 9003, company_id: sandbox.world.company.id });
});

test('cancelling leads back with an error and no code', async () => {
  const url = new URL(
    await consentAs(sandbox, { userId: admin, decision: 'cancel' }, authorizeUrl({ state: 's' })),
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({ error: 'user_denied', state: 's' });
});

test('an install from the Marketplace without an Installation URL carries no state', async () => {
  const url = new URL(await consentAs(sandbox, { userId: admin }, authorizeUrl()));
  expect(url.searchParams.has('state')).toBe(false);
});

test('the Install button leads to the Installation URL of the app', async () => {
  const page = await (await fetch(`${sandbox.url}/marketplace/app/${sandbox.clientId}`)).text();
  expect(page).toContain(`id="install" href="${appUrl}/install"`);
});

test.each([
  ['a foreign redirect_uri', { redirect_uri: 'http://127.0.0.1:1/oauth/callback' }],
  ['an unknown client', { client_id: 'somebody' }],
  ['an empty scope', { scope: '' }],
])('%s is refused before anybody can allow it', async (_, wrong) => {
  expect((await fetch(authorizeUrl(wrong))).status).toBe(400);
});

test('nobody can press Allow without the form that was shown to them', async () => {
  const response = await fetch(`${sandbox.url}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ client_id: sandbox.clientId, redirect_uri: callback(), decision: 'allow' }),
  });
  expect(response.status).toBe(400);
});

test('a code is good for one use', async () => {
  const code = await codeFor();
  expect((await exchange(code)).status).toBe(200);
  expect(await exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a code is good for five minutes', async () => {
  const code = await codeFor();
  now = new Date(now.getTime() + 5 * 60_000);
  expect(await exchange(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('a code is only good with the redirect_uri it was given for', async () => {
  expect(await exchange(await codeFor(), `${appUrl}/elsewhere`)).toMatchObject({ status: 400 });
});

test('the token endpoint refuses JSON, wrong secrets and unknown grant types', async () => {
  const json = await post('/oauth/token', '{"grant_type":"refresh_token"}', {
    'content-type': 'application/json',
  });
  expect(json).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  const basic = `Basic ${Buffer.from(`${sandbox.clientId}:wrong`).toString('base64')}`;
  const stranger = await post('/oauth/token', { grant_type: 'refresh_token' }, { authorization: basic });
  expect(stranger).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  expect(await post('/oauth/token', { grant_type: 'password' })).toMatchObject({ status: 400 });
});

test('a refresh gives a new access token and, unless switched, the same refresh token; a trailing slash is no matter', async () => {
  const first = sandbox.install(admin);
  const form = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
  const second = await post('/oauth/token/', form);
  expect(second.body.refresh_token).toBe(first.refresh_token);
  expect(second.body.access_token).not.toBe(first.access_token);
  sandbox.world.settings.rotateRefreshTokens = true;
  const third = await post('/oauth/token', form);
  expect(third.body.refresh_token).not.toBe(first.refresh_token);
  expect(await post('/oauth/token', form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('an access token ends after an hour, a refresh token after 60 days without use', async () => {
  const { access_token, refresh_token } = sandbox.install(admin);
  now = new Date(now.getTime() + 60 * 60_000);
  expect((await me(access_token)).status).toBe(401);
  now = new Date(now.getTime() + 59 * 86_400_000);
  const form = { grant_type: 'refresh_token', refresh_token };
  expect((await post('/oauth/token', form)).status).toBe(200);
  now = new Date(now.getTime() + 60 * 86_400_000);
  expect((await post('/oauth/token', form)).status).toBe(400);
});

test('revoking an access token ends that one; revoking the refresh token uninstalls; unknown tokens are no error', async () => {
  const { access_token, refresh_token } = sandbox.install(admin);
  expect((await post('/oauth/revoke', { token: access_token, token_type_hint: 'access_token' })).status).toBe(
    200,
  );
  expect((await me(access_token)).status).toBe(401);
  const renewed = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token });
  expect(
    (await post('/oauth/revoke', { token: refresh_token, token_type_hint: 'refresh_token' })).status,
  ).toBe(200);
  expect((await me(renewed.body.access_token)).status).toBe(401);
  expect(sandbox.world.installs).toEqual([]);
  expect((await post('/oauth/revoke', { token: 'never seen' })).status).toBe(200);
});

test('removing the app ends the tokens and calls the callback with the credentials of the client', async () => {
  const { access_token } = sandbox.install(admin);
  sandbox.install(9003);
  await sandbox.uninstall(admin);
  expect((await me(access_token)).status).toBe(401);
  expect(sandbox.world.installs.map((install) => install.userId)).toEqual([9003]);
  const [call] = received;
  expect(call).toMatchObject({ method: 'DELETE', url: '/oauth/callback' });
  const basic = Buffer.from(call?.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  expect(basic).toBe(`${sandbox.clientId}:${sandbox.clientSecret}`);
  expect(JSON.parse(call?.body ?? '')).toEqual({
    client_id: sandbox.clientId,
    company_id: sandbox.world.company.id,
    user_id: admin,
    timestamp: now.toISOString(),
  });
});

test('a removed scope is gone from the tokens of the next refresh, an added one is not in them', async () => {
  const { refresh_token } = sandbox.install(admin);
  sandbox.world.settings.scopes = ['base', 'users:read', 'search:read'];
  const { body } = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token });
  expect(body.scope).toBe('base,users:read');
  const list = await fetch(`${sandbox.url}/api/v2/organizations`, {
    headers: { authorization: `Bearer ${body.access_token}` },
  });
  expect(list.status).toBe(403);
  expect(await list.json()).toMatchObject({ error: 'Scope and URL mismatch', errorCode: 403 });
});

test('a deactivated user can neither call nor refresh', async () => {
  const { access_token, refresh_token } = sandbox.install(9003);
  const user = sandbox.world.users.find(({ id }) => id === 9003);
  if (user) user.active = false;
  expect((await me(access_token)).status).toBe(401);
  expect((await post('/oauth/token', { grant_type: 'refresh_token', refresh_token })).status).toBe(400);
});
