import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { type ApiClient, clientFor } from './api-client.ts';

const start = new Date('2026-03-02T09:00:00Z');
const minute = 60_000;
let sandbox: Sandbox;
let receiver: WebhookReceiver;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => start },
    organizations: 40,
    persons: 10,
    limits: false,
  });
  receiver = await startWebhookReceiver();
  admin = clientFor(sandbox, 9001);
  await subscribe('organization');
});
afterEach(async () => {
  await receiver.close();
  await sandbox.close();
});

const subscribe = (object: string) =>
  admin('POST', '/v1/webhooks', {
    subscription_url: receiver.url,
    event_action: '*',
    event_object: object,
    name: object,
    http_auth_user: 'hook',
    http_auth_password: 'pass:word',
  });

const rename = (id: number, name: string) => admin('PATCH', `/api/v2/organizations/${id}`, { name });
/** Without a token, which ends after an hour. */
const byHand = (name: string) =>
  sandbox.deps.records.change('organization', 1, { name }, { userId: 9001, source: 'app' });
const seen = () => receiver.received.map(({ body }) => [body.meta.attempt, body.data?.['name']]);

test('an event comes with its credentials, and one that changed nothing does not come', async () => {
  await rename(1, 'First');
  await rename(1, 'First');
  await admin('PATCH', '/api/v2/persons/1', { name: 'Not asked for' });
  await sandbox.webhooks.settled();
  expect(receiver.received.map(({ credentials, body }) => [credentials, body.meta.entity_id])).toEqual([
    ['hook:pass:word', '1'],
  ]);
});

test('events of one record come in order, whatever is under way at a time', async () => {
  for (let i = 0; i < 30; i += 1)
    sandbox.deps.records.change('organization', 2, { name: `Name ${i}` }, { userId: 9001, source: 'app' });
  await sandbox.webhooks.settled();
  expect(seen()).toEqual(Array.from({ length: 30 }, (_, i) => [1, `Name ${i}`]));
});

test('what fails is tried again after 3, 30 and 150 seconds, then no more', async () => {
  receiver.answer(500);
  await rename(1, 'Unlucky');
  await sandbox.webhooks.settled();
  for (const ms of [2_999, 1, 29_999, 1, 149_999, 1]) {
    await sandbox.advance(ms);
  }
  await sandbox.advance(60 * minute);
  expect(seen()).toEqual([1, 2, 3, 4].map((attempt) => [attempt, 'Unlucky']));
  expect(new Set(receiver.received.map(({ body }) => body.meta.id)).size).toBe(1);
  expect(sandbox.webhooks.recent().attempts.map(({ at }) => at)).toEqual([
    '2026-03-02T09:00:00.000Z',
    '2026-03-02T09:00:03.000Z',
    '2026-03-02T09:00:33.000Z',
    '2026-03-02T09:03:03.000Z',
  ]);
  expect(sandbox.webhooks.pending()).toEqual([]);
});

test('a redirect is a failure, and a retry comes behind a newer event', async () => {
  receiver.answer(302);
  await rename(1, 'Older');
  await sandbox.webhooks.settled();
  receiver.answer(204);
  await rename(1, 'Newer');
  await sandbox.advance(3_000);
  expect(seen()).toEqual([
    [1, 'Older'],
    [1, 'Newer'],
    [2, 'Older'],
  ]);
});

test('no answer within ten seconds is a failure', async () => {
  receiver.answer('nothing');
  await rename(1, 'Waiting');
  await receiver.until(1);
  receiver.answer(200);
  await sandbox.endPatience();
  await sandbox.advance(3_000);
  expect(seen()).toEqual([
    [1, 'Waiting'],
    [2, 'Waiting'],
  ]);
});

test('ten events whose first attempt fails ban the webhook for half an hour, in which events are lost', async () => {
  receiver.answer(503);
  for (let i = 0; i < 9; i += 1) await rename(1, `Failing ${i}`);
  await sandbox.webhooks.settled();
  await sandbox.advance(200_000);
  receiver.answer(200);
  await rename(1, 'Heard');
  await sandbox.webhooks.settled();
  receiver.answer(503);
  await rename(1, 'The tenth');
  await sandbox.webhooks.settled();
  receiver.answer(200);
  await rename(1, 'Lost');
  await sandbox.advance(30 * minute - 1);
  await rename(1, 'Lost, too');
  await sandbox.advance(1);
  await rename(1, 'Heard again');
  await sandbox.webhooks.settled();
  const heard = receiver.received.map(({ body }) => body.data?.['name']);
  expect(heard).not.toContain('Lost');
  expect(heard).not.toContain('Lost, too');
  expect(heard.slice(-2)).toEqual(['The tenth', 'Heard again']);
  expect(sandbox.webhooks.recent().counts.lostInBan).toBe(2);
  expect(sandbox.world.webhooks[0]?.failures).toBe(0);
});

test('a webhook goes after three days without a success, and not before', async () => {
  receiver.answer(500);
  byHand('Failing');
  await sandbox.advance(2 * 24 * 60 * minute);
  receiver.answer(200);
  byHand('Success');
  await sandbox.advance(24 * 60 * minute);
  expect(sandbox.world.webhooks).toHaveLength(1);
  receiver.answer(500);
  byHand('Failing');
  await sandbox.advance(3 * 24 * 60 * minute - 1);
  expect(sandbox.world.webhooks).toHaveLength(1);
  await sandbox.advance(1);
  expect(sandbox.world.webhooks).toEqual([]);
});

test('what the webhook’s user may not see is not sent', async () => {
  const regular = clientFor(sandbox, 9003);
  await regular('POST', '/v1/webhooks', {
    subscription_url: receiver.url,
    event_action: 'change',
    event_object: 'organization',
    name: 'Of a regular user',
  });
  const id = sandbox.world.organizations[0]?.id ?? 0;
  const actor = { userId: 9001, source: 'app' } as const;
  sandbox.deps.records.change('organization', id, { owner_id: 9001, visible_to: 1 }, actor);
  sandbox.deps.records.change('organization', id, { name: 'Hidden' }, actor);
  sandbox.deps.records.change('organization', id, { visible_to: 7 }, actor);
  await sandbox.webhooks.settled();
  const byOwner = (owner: string) =>
    receiver.received.filter(({ body }) => body.meta.webhook_owner_id === owner).map(({ body }) => body);
  expect(byOwner('9001').map(({ meta }) => meta.permitted_user_ids.includes('9003'))).toEqual([
    false,
    false,
    true,
  ]);
  expect(byOwner('9003').map(({ data }) => data?.visible_to)).toEqual(['7']);
});
