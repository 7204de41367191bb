import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { type ApiClient, clientFor } from './api-client.ts';

let sandbox: Sandbox;
let receiver: WebhookReceiver;
let admin: ApiClient;

beforeEach(async () => {
  sandbox = await startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => new Date('2026-03-02T09:00:00Z') },
    organizations: 3,
    persons: 0,
    limits: true,
  });
  receiver = await startWebhookReceiver();
  admin = clientFor(sandbox, 9001);
  // One at a time: the order of the events of two records is looked at.
  sandbox.world.settings.webhooksInFlight = 1;
  for (const event_object of ['organization', 'person'])
    await admin('POST', '/v1/webhooks', {
      subscription_url: receiver.url,
      event_action: '*',
      event_object,
      name: event_object,
    });
});
afterEach(async () => {
  await receiver.close();
  await sandbox.close();
});

const made = async (path: string, body: object) =>
  ((await admin('POST', path, body)).body.data as { id: number }).id;
const organization = (body: object) => made('/api/v2/organizations', body);
const merge = (id: number, merge_with_id: number) =>
  admin('PUT', `/v1/organizations/${id}/merge`, { merge_with_id });

async function heard() {
  await sandbox.webhooks.settled();
  return receiver.received.splice(0).map(({ body }) => body);
}

async function textField(name: string): Promise<string> {
  const body = { field_name: name, field_type: 'varchar' };
  return ((await admin('POST', '/api/v2/organizationFields', body)).body.data as { field_code: string })
    .field_code;
}

test('the survivor keeps what it has, takes what it lacks, and both events name the other', async () => {
  const [kept, lacking] = [await textField('Kept'), await textField('Lacking')];
  const loser = await organization({
    name: 'Loser',
    website: 'loser.example',
    linkedin: 'in/loser',
    custom_fields: { [kept]: 'of the loser', [lacking]: 'inherited' },
  });
  const survivor = await organization({
    name: 'Survivor',
    website: 'survivor.example',
    custom_fields: { [kept]: 'of the survivor' },
  });
  await heard();
  const spent = sandbox.world.budget.used;
  const answer = await merge(loser, survivor);
  expect(answer).toMatchObject({ status: 200, body: { success: true, data: { id: survivor } } });
  expect(sandbox.world.budget.used - spent).toBe(40);
  expect((await admin('GET', `/api/v2/organizations/${survivor}`)).body.data).toMatchObject({
    name: 'Survivor',
    website: 'survivor.example',
    linkedin: 'in/loser',
    custom_fields: { [kept]: 'of the survivor', [lacking]: 'inherited' },
  });
  expect((await admin('GET', `/api/v2/organizations/${loser}`)).body.data).toMatchObject({
    is_deleted: true,
  });
  const [gone, taken] = await heard();
  expect(gone).toMatchObject({
    meta: { action: 'delete', entity_id: String(loser), merged_to_id: String(survivor) },
    data: null,
    previous: { name: 'Loser', website: 'loser.example' },
  });
  expect(taken).toMatchObject({
    meta: { action: 'change', entity_id: String(survivor), merged_from_id: String(loser) },
    data: { linkedin: 'in/loser' },
  });
  expect(taken?.previous).toEqual({ linkedin: null, custom_fields: { [lacking]: null } });
  expect(gone?.meta).not.toHaveProperty('merged_from_id');
});

test('a survivor that lacks nothing is told all the same', async () => {
  const [loser, survivor] = [await organization({ name: 'A' }), await organization({ name: 'B' })];
  await heard();
  await merge(loser, survivor);
  const [, taken] = await heard();
  expect([taken?.meta.merged_from_id, taken?.previous]).toEqual([String(loser), {}]);
});

test('persons and notes move over', async () => {
  const [loser, survivor] = [await organization({ name: 'A' }), await organization({ name: 'B' })];
  const person = await made('/api/v2/persons', { name: 'Ann', org_id: loser });
  await admin('POST', '/v1/notes', { content: 'Met at the fair', org_id: loser });
  await heard();
  await merge(loser, survivor);
  expect((await admin('GET', `/api/v2/persons/${person}`)).body.data).toMatchObject({ org_id: survivor });
  expect((await admin('GET', `/v1/notes?org_id=${survivor}`)).body.data).toMatchObject([
    { content: 'Met at the fair' },
  ]);
  const moved = (await heard()).find(({ meta }) => meta.entity === 'person');
  expect(moved).toMatchObject({ data: { org_id: survivor }, previous: { org_id: loser } });
});

test('a record with itself, with one that is gone, or with one out of sight is refused', async () => {
  const [first, second] = [await organization({ name: 'A' }), await organization({ name: 'B' })];
  expect((await merge(first, first)).status).toBe(400);
  expect((await admin('PUT', `/v1/organizations/${first}/merge`, {})).status).toBe(400);
  expect((await merge(first, 999_999)).status).toBe(404);
  const hidden = await organization({ name: 'Hidden', visible_to: 1 });
  const regular = clientFor(sandbox, 9003);
  const unseen = await regular('PUT', `/v1/organizations/${first}/merge`, { merge_with_id: hidden });
  expect(unseen.status).toBe(404);
  await admin('DELETE', `/api/v2/organizations/${second}`);
  expect((await merge(first, second)).status).toBe(404);
  expect((await merge(second, first)).status).toBe(404);
});

test('persons merge as well', async () => {
  const loser = await made('/api/v2/persons', {
    name: 'Ann Other',
    emails: [{ value: 'ann@other.example' }],
  });
  const survivor = await made('/api/v2/persons', { name: 'Ann' });
  await heard();
  const answer = await admin('PUT', `/v1/persons/${loser}/merge`, { merge_with_id: survivor });
  expect(answer.body.data).toMatchObject({ id: survivor, merge_what_id: loser });
  const [gone, taken] = await heard();
  expect(gone?.meta).toMatchObject({ entity: 'person', action: 'delete', merged_to_id: String(survivor) });
  expect(taken?.data).toMatchObject({ name: 'Ann', emails: [{ value: 'ann@other.example' }] });
});
