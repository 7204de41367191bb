import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { clientFor } from './api-client.ts';

const options = {
  appUrl: 'http://127.0.0.1:1',
  clock: { now: () => new Date('2026-03-02T09:00:00Z') },
  organizations: 10,
  persons: 3,
  limits: false,
} satisfies SandboxOptions;
let sandbox: Sandbox;
let receiver: WebhookReceiver;

beforeEach(async () => {
  sandbox = await startSandbox(options);
  receiver = await startWebhookReceiver();
  await subscribeIn(sandbox);
});
afterEach(async () => {
  await receiver.close();
  await sandbox.close();
});

const subscribeIn = (world: Sandbox) =>
  clientFor(world, 9001)('POST', '/v1/webhooks', {
    subscription_url: receiver.url,
    event_action: '*',
    event_object: 'organization',
    name: 'Store Leads',
  });
const rename = (name: string, id = 1, world = sandbox) =>
  world.deps.records.change('organization', id, { name }, { userId: 9001, source: 'app' });
const names = () => receiver.received.map(({ body }) => body.data?.['name']);

async function control(method: string, path: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/__control/webhooks${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

test('held events go when they are told to, in the order told', async () => {
  sandbox.webhooks.trouble({ kind: 'hold', count: 4 });
  for (const name of ['A', 'B', 'C', 'D', 'E']) rename(name);
  await sandbox.webhooks.settled();
  expect([names(), sandbox.webhooks.held().length]).toEqual([['E'], 4]);
  expect(sandbox.webhooks.release('in_order', 1)).toBe(1);
  expect(sandbox.webhooks.release('reversed')).toBe(3);
  await sandbox.webhooks.settled();
  expect(names()).toEqual(['E', 'A', 'D', 'C', 'B']);
});

test('an event repeats with the same id, late where told', async () => {
  sandbox.webhooks.trouble({ kind: 'repeat', ms: 60_000 });
  rename('Twice');
  rename('Between');
  await sandbox.advance(60_000);
  expect(names()).toEqual(['Twice', 'Between', 'Twice']);
  const [first, , third] = receiver.received;
  expect(third?.body).toEqual(first?.body);
});

test('an event is delayed behind newer ones, or lost, if it fits', async () => {
  sandbox.webhooks.trouble({ kind: 'delay', ms: 1_000, action: 'change', recordId: 1 });
  sandbox.webhooks.trouble({ kind: 'drop', recordId: 3 });
  rename('Lost', 3);
  rename('Late');
  rename('Not 1', 2);
  await sandbox.advance(1_000);
  rename('Heard', 3);
  await sandbox.webhooks.settled();
  expect(names()).toEqual(['Not 1', 'Late', 'Heard']);
});

test('a first attempt fails before it reaches the app, and counts as failed', async () => {
  sandbox.webhooks.trouble({ kind: 'fail_first' });
  rename('Second try');
  await sandbox.webhooks.settled();
  expect(receiver.received).toEqual([]);
  await sandbox.advance(3_000);
  expect(receiver.received.map(({ body }) => body.meta.attempt)).toEqual([2]);
  expect(sandbox.world.webhooks[0]?.failures).toBe(1);
});

test('a ban on demand loses the events of half an hour', async () => {
  sandbox.webhooks.ban();
  rename('Lost');
  await sandbox.advance(30 * 60_000);
  rename('Heard');
  await sandbox.webhooks.settled();
  expect(names()).toEqual(['Heard']);
});

test('the control API does the same', async () => {
  await control('POST', '/troubles', { kind: 'hold', count: 2 });
  rename('Kept');
  rename('Kept, too');
  expect(await control('GET', '')).toMatchObject({
    webhooks: [{ id: 1 }],
    pending: [{ held: true, about: 'change organization 1' }, { held: true }],
    troubles: [],
  });
  expect(await control('POST', '/release', { order: 'reversed' })).toEqual({ released: 2 });
  expect(await control('GET', '/settled')).toEqual({ delivered: 2, failed: 0, lostInBan: 0 });
  expect(names()).toEqual(['Kept, too', 'Kept']);
  await control('POST', '/troubles', { kind: 'drop', count: 5 });
  expect(await control('DELETE', '/troubles')).toEqual({ troubles: [] });
  expect(await control('POST', '/ban', { webhookId: 1 })).toMatchObject({ banned: [{ id: 1 }] });
  rename('Lost');
  expect(await control('GET', '')).toMatchObject({
    counts: { delivered: 2, lostInBan: 1 },
    attempts: [{}, {}],
  });
  expect(await control('POST', '/remove')).toEqual({ webhooks: 0 });
});

test('on the machine’s clock what is late comes by itself, and a retry at once when the clock is moved over its moment', async () => {
  const { clock: _own, ...rest } = options;
  const ticking = await startSandbox(rest);
  await subscribeIn(ticking);
  ticking.webhooks.trouble({ kind: 'delay', ms: 1 });
  rename('By itself', 1, ticking);
  await receiver.until(1);
  ticking.webhooks.trouble({ kind: 'fail_first' });
  rename('Moved', 2, ticking);
  await ticking.webhooks.settled();
  await fetch(`${ticking.url}/__control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ seconds: 3 }),
  });
  await receiver.until(2);
  expect(receiver.received.map(({ body }) => [body.data?.['name'], body.meta.attempt])).toEqual([
    ['By itself', 1],
    ['Moved', 2],
  ]);
  await ticking.close();
});

test('a reset of the company forgets webhooks, and what was on its way never comes', async () => {
  receiver.answer('nothing');
  rename('Under way');
  await receiver.until(1);
  sandbox.webhooks.trouble({ kind: 'delay', ms: 1_000 });
  rename('Late', 2);
  await fetch(`${sandbox.url}/__control/reset`, { method: 'POST' });
  receiver.answer(200);
  await subscribeIn(sandbox);
  await sandbox.endPatience();
  await sandbox.advance(60_000);
  rename('After it');
  await sandbox.webhooks.settled();
  expect(names()).toEqual(['Under way', 'After it']);
  expect(sandbox.world.webhooks).toMatchObject([{ id: 1, failures: 0, lastStatus: 200 }]);
});

test('a restart goes on with the webhooks and with what was on its way', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  try {
    const first = await startSandbox({ ...options, dataDir });
    await subscribeIn(first);
    receiver.answer(500);
    rename('To be tried again', 1, first);
    await first.webhooks.settled();
    first.webhooks.trouble({ kind: 'hold' });
    rename('Held', 2, first);
    receiver.answer('nothing');
    rename('Under way', 3, first);
    await receiver.until(2);
    await first.close();
    receiver.answer(200);
    receiver.received.length = 0;
    const second = await startSandbox({ ...options, dataDir });
    await second.webhooks.settled();
    expect(names()).toEqual(['Under way']);
    await second.advance(3_000);
    expect(receiver.received.map(({ body }) => [body.data?.['name'], body.meta.attempt])).toEqual([
      ['Under way', 1],
      ['To be tried again', 2],
    ]);
    second.webhooks.release();
    await second.webhooks.settled();
    expect(names()).toContain('Held');
    expect(second.webhooks.pending()).toEqual([]);
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});
