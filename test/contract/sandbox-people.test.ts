import { expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import { callApi, clientFor } from './api-client.ts';

const world = (over: { seed?: number; dataDir?: string; limits?: boolean } = {}) =>
  startSandbox({
    appUrl: 'http://127.0.0.1:1',
    clock: { now: () => new Date('2026-03-02T00:00:00Z') },
    organizations: 30,
    persons: 30,
    limits: false,
    ...over,
  });

const control = (sandbox: Sandbox, path: string, body: object) =>
  callApi(sandbox.url, '', 'POST', `/__control${path}`, body);

test('people do the same for the same seed, and other things for another', async () => {
  const [a, b, c] = [await world(), await world(), await world({ seed: 2 })];
  const done = a.people.step(200);
  expect(b.people.step(200)).toEqual(done);
  expect(b.world.organizations).toEqual(a.world.organizations);
  expect(c.people.step(200)).not.toEqual(done);
  expect(new Set(done.map(({ deed }) => deed)).size).toBe(9);
  await Promise.all([a.close(), b.close(), c.close()]);
});

test('what people do is told to webhooks: every kind of change, by hand and by program, one at a time and in bulk', async () => {
  const sandbox = await world();
  const receiver = await startWebhookReceiver();
  for (const event_object of ['organization', 'person'])
    await clientFor(sandbox, 9001)('POST', '/v1/webhooks', {
      subscription_url: receiver.url,
      event_action: '*',
      event_object,
      name: event_object,
    });
  sandbox.people.step(300);
  await sandbox.webhooks.settled();
  const metas = receiver.received.map(({ body }) => body.meta);
  const kinds = new Set(metas.map(({ action, entity }) => `${action} ${entity}`));
  expect(kinds).toEqual(
    new Set(['create organization', 'change organization', 'delete organization', 'change person']),
  );
  expect(new Set(metas.map(({ change_source }) => change_source))).toEqual(new Set(['app', 'api']));
  for (const seen of ['merged_to_id', 'merged_from_id', 'is_bulk_edit'] as const)
    expect(metas.some((meta) => meta[seen])).toBe(true);
  // Whoever follows the events knows what is there.
  for (const record of sandbox.world.organizations) {
    const last = receiver.received.findLast(
      ({ body }) => body.meta.entity === 'organization' && body.meta.entity_id === String(record.id),
    );
    if (last) expect(last.body.data?.['website']).toBe(record.is_deleted ? undefined : record.website);
  }
  await receiver.close();
  await sandbox.close();
});

test('they can be told to do one kind of thing, or to go on by themselves at a pace', async () => {
  const sandbox = await world();
  expect((await control(sandbox, '/people/step', { count: 3, only: 'merge' })).body).toHaveLength(3);
  const made = sandbox.people.step(2, ['create']);
  expect(sandbox.world.organizations.slice(-2).map(({ id }) => id)).toEqual(made.map(({ id }) => id));
  await control(sandbox, '/people', { on: true, everySeconds: 10 });
  const before = sandbox.world.people.random;
  await sandbox.advance(9_999);
  expect(sandbox.world.people.random).toBe(before);
  await sandbox.advance(1);
  expect(sandbox.world.people.random).not.toBe(before);
  await control(sandbox, '/people', { on: false });
  const after = sandbox.world.people.random;
  await sandbox.advance(60_000);
  expect(sandbox.world.people.random).toBe(after);
  await sandbox.close();
});

test('other apps spend at random along the clock, and the headers follow', async () => {
  const sandbox = await world({ limits: true });
  sandbox.world.settings.dailyHeaders = 'always';
  const limit = 30_000 * 5 * 4;
  const left = async () => {
    const { access_token } = sandbox.install(9001);
    const { headers } = await callApi(sandbox.url, access_token, 'GET', '/v1/users/me');
    return Number(headers.get('x-daily-ratelimit-token-remaining'));
  };
  await control(sandbox, '/budget/others', { perDay: 200_000 });
  const remaining: number[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    remaining.push(await left());
    await sandbox.advance(60 * 60_000 - (hour === 23 ? 1 : 0));
  }
  const spent = limit - (await left());
  expect(spent).toBeGreaterThan(140_000);
  expect(spent).toBeLessThan(260_000);
  const hourly = remaining.map((value, i) => (remaining[i - 1] ?? limit) - value);
  expect(Math.max(...hourly)).toBeGreaterThan(1.3 * (spent / 24));
  await sandbox.advance(1);
  expect(limit - (await left())).toBeLessThan(2_000);
  sandbox.letOtherAppsSpend(0);
  const calm = await left();
  await sandbox.advance(60 * 60_000);
  expect(calm - (await left())).toBe(2);
  await sandbox.close();
});

test('other apps can use the day up, and then this app is refused', async () => {
  const sandbox = await world({ limits: true });
  await control(sandbox, '/budget/others', { perDay: 20_000_000 });
  await sandbox.advance(6 * 60 * 60_000);
  const admin = clientFor(sandbox, 9001);
  expect((await admin('GET', '/v1/users/me')).status).toBe(429);
  await sandbox.advance(18 * 60 * 60_000);
  expect((await clientFor(sandbox, 9001)('GET', '/v1/users/me')).status).toBe(200);
  await sandbox.close();
});
