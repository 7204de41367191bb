import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptedForMs } from '../../server/inbox/receive-event.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { type InboxWorld, startInboxWorld } from './inbox-world.ts';
import { payload } from './payload.ts';

const db = await testDatabase();
let world: InboxWorld;

beforeAll(async () => {
  world = await startInboxWorld(db);
  await world.check();
});
afterAll(() => world.close());

const stored = () => db.collection('inbox_events').countDocuments();
const good = (more: Partial<Parameters<typeof payload>[0]> = {}) =>
  payload({ companyId: world.companyId, ...more });

describe('a delivery', () => {
  it('is answered once it is stored, without anything the customer typed', async () => {
    const canary = newCanary();
    expect(await world.deliver(good({ id: 'first', recordId: 4, name: canary }))).toBe(200);
    const rows = (await dumpDatabase(db))['inbox_events'] ?? [];
    expect(rows).toMatchObject([
      { eventId: 'first', recordId: 4, state: 'waiting', event: { domains: ['shop.example'] } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(canary);
    expect(world.passed).toContain('inbox.stored');
  });

  it('that comes twice is answered and kept once, whichever of them is stored first', async () => {
    const before = await stored();
    const twice = good();
    const statuses = await Promise.all([world.deliver(twice), world.deliver(twice), world.deliver(twice)]);
    expect(statuses).toEqual([200, 200, 200]);
    expect(await world.deliver(twice)).toBe(200);
    expect(await stored()).toBe(before + 1);
  });

  it('that comes again after it was answered is known', async () => {
    const event = good({ recordId: 77 });
    await world.deliver(event);
    const [row] = await world.stores.events.waitingFor(world.companyId, [77]);
    if (!row) throw new Error('nothing was stored');
    await world.stores.events.finish([row], world.clock.now());
    expect(await world.deliver(event)).toBe(200);
    expect(await world.stores.events.waitingFor(world.companyId, [77])).toEqual([]);
    const mark = await db.collection('inbox_events').findOne({ eventId: event.meta.id });
    expect(mark).not.toHaveProperty('event');
  });

  it('of a burst is stored with the others in few writes', async () => {
    const before = await stored();
    const burst = Array.from({ length: 60 }, (_, at) => world.deliver(good({ recordId: 1000 + at })));
    expect(new Set(await Promise.all(burst))).toEqual(new Set([200]));
    expect(await stored()).toBe(before + 60);
  });
});

describe('what is no delivery of ours', () => {
  const cases: [string, () => Promise<number>, number, string][] = [
    ['an unknown address', () => deliverTo('nobody'), 404, 'unknown_address'],
    ['no credentials', () => world.deliver(good(), { authorization: '' }), 401, 'unauthorized'],
    ['wrong credentials', () => world.deliver(good(), { authorization: basic('a:b') }), 401, 'unauthorized'],
    ['no JSON', () => world.deliver('{"meta":'), 400, 'not_json'],
    ['another content', () => world.deliver('a=b', { 'content-type': 'text/plain' }), 415, 'not_json'],
    ['an oversized body', () => world.deliver({ ...good(), more: 'x'.repeat(5e6) }), 413, 'too_large'],
    ['a list of lists', () => world.deliver(nested(40)), 413, 'too_large'],
    ['another shape', () => world.deliver({ hello: 'world' }), 400, 'not_understood'],
    ['another record type', () => world.deliver(good({ entity: 'person' })), 400, 'not_understood'],
    ['a foreign company', () => world.deliver(payload({ companyId: 5 })), 400, 'foreign_company'],
    ['a stale one', () => world.deliver(good({ at: longAgo() })), 400, 'stale'],
  ];
  const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
  const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const longAgo = () => new Date(world.clock.now().getTime() - acceptedForMs - 1000);
  const deliverTo = async (address: string) => {
    const response = await fetch(`${world.url}/webhooks/pipedrive/${address}`, { method: 'POST' });
    return response.status;
  };

  it.each(cases)('%s is refused, counted and not stored', async (_what, deliver, status, reason) => {
    const before = await stored();
    world.deliveries.length = 0;
    expect(await deliver()).toBe(status);
    expect(await stored()).toBe(before);
    expect(world.deliveries).toEqual([reason]);
  });

  it('is counted with the subscription, by reason', async () => {
    const counted = await waitFor('the numbers', async () => {
      const { arrivals } = (await world.subscription()) ?? {};
      return arrivals?.refused['stale'] ? arrivals : null;
    });
    expect(counted.refused).toEqual({
      ...{ unauthorized: 2, not_json: 2, too_large: 2, not_understood: 2, foreign_company: 1, stale: 1 },
    });
    expect(counted).toMatchObject({ received: 63, repeated: 4 });
    const { lastEventAt, lagMs } = (await world.subscription()) ?? {};
    expect(lastEventAt).toBeInstanceOf(Date);
    expect(lagMs).toBeGreaterThanOrEqual(0);
  });

  it('comes too late for a company that was erased meanwhile: nothing of it stays', async () => {
    const { installation } = world;
    world.installations.set(world.companyId, { ...installation, epoch: randomUUID() });
    await db.collection('inbox_events').deleteMany({});
    expect(await world.deliver(good())).toBe(404);
    expect(await stored()).toBe(0);
    world.installations.set(world.companyId, installation);
  });
});
