import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { type ApiClient, callApi, clientFor } from './api-client.ts';

let sandbox: Sandbox;
let receiver: WebhookReceiver;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => new Date('2026-03-02T09:00:00Z') },
    organizations: 10,
    persons: 3,
    limits: true,
  });
  receiver = await startWebhookReceiver();
  admin = clientFor(sandbox, 9001);
});
afterEach(async () => {
  await receiver.close();
  await sandbox.close();
});

const subscription = (over: object = {}) => ({
  subscription_url: receiver.url,
  event_action: '*',
  event_object: 'organization',
  name: 'Store Leads',
  ...over,
});
const add = (over: object = {}, client = admin) => client('POST', '/v1/webhooks', subscription(over));
const ids = async (client = admin) =>
  ((await client('GET', '/v1/webhooks')).body.data as { id: number }[]).map(({ id }) => id);

test.each([
  ['an unknown action', { event_action: 'updated' }, 'event_action'],
  ['an unknown object', { event_object: 'organisation' }, 'event_object'],
  ['an old version', { version: '1.0' }, 'version'],
  ['a version there never was', { version: '3.0' }, 'version'],
  ['no name', { name: '' }, 'name'],
  ['a stranger as user', { user_id: 1 }, 'user_id'],
  ['an address without encryption', { subscription_url: 'http://app.example/hook' }, 'subscription_url'],
  ['an address nobody answers at', { subscription_url: 'http://127.0.0.1:1/' }, 'subscription_url'],
  ['no address', { subscription_url: 'nonsense' }, 'subscription_url'],
])('%s is refused, with the key at fault', async (_, over, key) => {
  const answer = await add(over);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    status: 'error',
    success: false,
    errors: { [key]: [expect.any(String)] },
  });
  expect(await ids()).toEqual([]);
});

test('the API itself, and an address that redirects or fails, are no addresses', async () => {
  expect((await add({ subscription_url: `${sandbox.url}/api/v2/organizations` })).status).toBe(400);
  for (const status of [302, 500]) {
    receiver.answer(status);
    expect((await add()).status).toBe(400);
  }
  receiver.answer(401);
  expect((await add()).status).toBe(201);
});

test('an address that does not answer within ten seconds is refused', async () => {
  receiver.answer('nothing');
  const waiting = add();
  await receiver.untilAsked();
  await sandbox.endPatience();
  expect((await waiting).status).toBe(400);
});

test('calls cost 10, 10 and 6 tokens', async () => {
  const spent = async (call: () => Promise<unknown>) => {
    const before = sandbox.world.budget.used;
    await call();
    return sandbox.world.budget.used - before;
  };
  expect(await spent(() => add())).toBe(10);
  expect(await spent(() => admin('GET', '/v1/webhooks'))).toBe(10);
  expect(await spent(() => admin('DELETE', '/v1/webhooks/1'))).toBe(6);
});

test('forty of each user, then 422', async () => {
  for (let i = 0; i < 40; i += 1) expect((await add()).status).toBe(201);
  expect((await add()).status).toBe(422);
  expect((await add({}, clientFor(sandbox, 9002))).status).toBe(201);
  await admin('DELETE', '/v1/webhooks/7');
  expect((await add()).status).toBe(201);
});

test('another user of the app sees and deletes them; what a person subscribed, the app does not', async () => {
  await add();
  const byHand = await fetch(`${sandbox.url}/__control/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url, object: 'organization' }),
  });
  expect(await byHand.json()).toMatchObject({ id: 2, clientId: null });
  const other = clientFor(sandbox, 9003);
  expect(await ids(other)).toEqual([1]);
  expect(await admin('DELETE', '/v1/webhooks/2')).toMatchObject({
    status: 403,
    body: { success: false, message: 'Forbidden' },
  });
  expect((await other('DELETE', '/v1/webhooks/1')).body).toEqual({ success: true, status: 'ok' });
  expect(await other('DELETE', '/v1/webhooks/1')).toMatchObject({ status: 404, body: { status: 'error' } });
  await admin('PATCH', '/api/v2/organizations/1', { name: 'Renamed' });
  await sandbox.webhooks.settled();
  expect(receiver.received.map(({ body, credentials }) => [body.meta.type, credentials])).toEqual([
    ['general', ''],
  ]);
});

test('without the scope they are closed', async () => {
  sandbox.world.settings.scopes = ['base', 'contacts:full'];
  const { access_token } = sandbox.install(9003);
  expect((await callApi(sandbox.url, access_token, 'GET', '/v1/webhooks')).status).toBe(403);
});

test('they go when their owner removes the app, with what was on its way', async () => {
  await add();
  await add({}, clientFor(sandbox, 9002));
  sandbox.webhooks.trouble({ kind: 'delay', ms: 5_000, count: 2 });
  await admin('PATCH', '/api/v2/organizations/1', { name: 'Renamed' });
  await sandbox.uninstall(9001);
  await sandbox.advance(5_000);
  expect(receiver.received.map(({ body }) => body.meta.webhook_owner_id)).toEqual(['9002']);
  expect(sandbox.webhooks.pending()).toEqual([]);
});
