import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { newLink } from '../../server/enrichment/link.ts';
import { checkSubscription } from '../../server/inbox/check-subscription.ts';
import { ensureSubscription } from '../../server/inbox/ensure-subscription.ts';
import { testDatabase } from '../support/database.ts';
import { type InboxWorld, startInboxWorld } from './inbox-world.ts';

const db = await testDatabase();
const world: InboxWorld = await startInboxWorld(db);
const hour = 3_600_000;

beforeEach(async () => {
  world.sandbox.world.webhooks = [];
  world.sandbox.world.faults = [];
  world.sandbox.world.counters.endpoints = {};
  world.repairs.length = 0;
  for (const name of ['webhook_subscriptions', 'inbox_events', 'links']) {
    await db.collection(name).deleteMany({});
  }
});
afterAll(() => world.close());

const hooks = () => world.sandbox.world.webhooks;
const calls = (endpoint: string) => world.sandbox.world.counters.endpoints[endpoint]?.calls ?? 0;

describe('asking Pipedrive for events', () => {
  it('makes one subscription, with credentials of its own, in the name of an admin', async () => {
    await world.check();
    const subscription = await world.subscription();
    expect(hooks()).toMatchObject([
      {
        url: `${world.url}/webhooks/pipedrive/${subscription?.address}`,
        ...{ object: 'organization', action: '*', ownerId: world.admin, userId: world.admin },
      },
    ]);
    expect(subscription).toMatchObject({ state: 'registered', webhookId: hooks()[0]?.id, uncertain: null });
    expect(subscription?.secret).not.toContain(hooks()[0]?.authPassword);
    expect(hooks()[0]?.authPassword?.length).toBeGreaterThan(20);
  });

  it('makes no second one, however many processes ask at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => world.check()));
    expect(hooks()).toHaveLength(1);
    expect(calls('POST /api/v1/webhooks')).toBe(1);
  });

  it('takes over the one whose answer was lost', async () => {
    world.sandbox.addFault({ kind: 'status_after', method: 'POST', path: '/api/v1/webhooks' });
    await world.check();
    expect(await world.subscription()).toMatchObject({ state: 'pending', failures: 1 });
    expect(hooks()).toHaveLength(1);
    await world.check();
    expect(hooks()).toHaveLength(1);
    expect(await world.subscription()).toMatchObject({ state: 'registered', webhookId: hooks()[0]?.id });
  });

  it('removes what is left of doubles and former addresses, and leaves others alone', async () => {
    await world.check();
    const [ours] = hooks();
    if (!ours) throw new Error('there is none');
    const other = (id: number, more: object) => ({ ...ours, id, ...more });
    hooks().push(
      other(501, {}),
      other(502, { url: 'https://former.example/webhooks/pipedrive/abc' }),
      other(503, { url: 'https://elsewhere.example/hook' }),
      other(504, { clientId: null, url: 'https://other.example/webhooks/pipedrive/of-somebody' }),
    );
    await world.check({ list: true });
    expect(hooks().map(({ id }) => id)).toEqual([ours.id, 503, 504]);
  });

  it('asks anew where the app has moved, and removes the one at the former address', async () => {
    const moved = { ...world.deps, appUrl: world.url.replace('127.0.0.1', 'localhost') };
    await world.check();
    const before = hooks()[0]?.id;
    await world.stores.subscriptions.dangerousCheckMovedAcrossCompanies(moved.appUrl, world.clock.now());
    expect(await world.stores.subscriptions.dangerousDueAcrossCompanies(world.clock.now(), 5)).toHaveLength(
      1,
    );
    await checkSubscription(moved, world.key);
    expect(hooks()).toHaveLength(1);
    expect(hooks()[0]).toMatchObject({ url: expect.stringContaining(moved.appUrl) });
    expect(hooks()[0]?.id).not.toBe(before);
    expect(await world.subscription()).toMatchObject({ uncertain: { reason: 'gone' } });
  });

  it('asks anew in the name of the user who does automatic work now, without a gap', async () => {
    await world.check();
    const next = world.sandbox.world.users.find(({ id }) => id !== world.admin)?.id ?? 0;
    world.installations.set(world.companyId, { ...world.installation, organizationUserId: next });
    await world.check();
    world.installations.set(world.companyId, world.installation);
    expect(hooks()).toMatchObject([{ ownerId: next, userId: world.admin }]);
    expect(await world.subscription()).toMatchObject({ ownerUserId: next, uncertain: null });
  });

  it('keeps a refusal with its reason and asks again a day later only', async () => {
    const unreachable = { ...world.deps, appUrl: 'http://127.0.0.1:9' };
    await ensureSubscription(unreachable, world.key);
    await checkSubscription(unreachable, world.key);
    expect(await world.subscription()).toMatchObject({ state: 'refused', code: 'webhook_address_refused' });
    const due = () => world.stores.subscriptions.dangerousDueAcrossCompanies(world.clock.now(), 5);
    expect(await due()).toEqual([]);
    world.clock.move(24 * hour);
    expect(await due()).toHaveLength(1);
    await world.check();
    expect(await world.subscription()).toMatchObject({ state: 'registered', code: null });
  });

  it('says that a user has too many', async () => {
    await world.check();
    const [ours] = hooks();
    if (!ours) throw new Error('there is none');
    const full = Array.from({ length: 40 }, (_, at) => ({
      ...ours,
      id: 600 + at,
      url: `https://x.example/${at}`,
    }));
    world.sandbox.world.webhooks = full;
    await db.collection('webhook_subscriptions').deleteMany({});
    await world.check();
    expect(await world.subscription()).toMatchObject({ state: 'refused', code: 'webhook_limit' });
  });

  it('waits where nobody is connected, and forgets the company that is gone', async () => {
    world.installations.set(world.companyId, { ...world.installation, organizationUserId: null });
    await world.check();
    expect(await world.subscription()).toMatchObject({ state: 'pending', code: 'not_connected' });
    world.installations.delete(world.companyId);
    await expect(
      ensureSubscription(world.deps, { ...world.key, objectType: 'person' }),
    ).rejects.toMatchObject({
      code: 'not_installed',
    });
    await checkSubscription(world.deps, world.key);
    world.installations.set(world.companyId, world.installation);
    expect(await world.subscription()).toBeNull();
  });

  it('has records that were known before read again', async () => {
    await world.stores.links.insert(
      newLink({ companyId: world.companyId, epoch: world.key.epoch, orgId: 1 }),
    );
    await world.check();
    expect(await world.subscription()).toMatchObject({ uncertain: { since: null, reason: 'new' } });
    expect(world.repairs).toEqual([{ companyId: world.companyId, epoch: world.key.epoch }]);
  });

  it('asks for a repair again in a minute where an earlier one is just ending', async () => {
    await world.stores.links.insert(
      newLink({ companyId: world.companyId, epoch: world.key.epoch, orgId: 1 }),
    );
    world.repairing.isUnderWay = true;
    await world.check();
    world.repairing.isUnderWay = false;
    expect(world.repairs).toEqual([]);
    const { nextCheckAt } = (await world.subscription()) ?? {};
    expect(nextCheckAt?.getTime()).toBeLessThanOrEqual(world.clock.now().getTime() + 60_000);
    await world.check();
    expect(world.repairs).toHaveLength(1);
  });
});
