import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { keepAlive } from '../../server/install/keep-alive.ts';
import { tendConnections } from '../../server/install/tend-connections.ts';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { dropInstall } from '../sandbox/oauth/grants.ts';
import { testDatabase } from '../support/database.ts';
import { startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin] = [9001, 9002];
const hour = 3_600_000;
const day = 24 * hour;
const world = await startInstallWorld(db);
const { companyId } = world;
let waiting: number[] = [];
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  world.sandbox.world.installs = [];
  world.sandbox.world.faults = [];
  waiting = [];
  for (const userId of [admin, otherAdmin]) await world.install(userId);
  world.sandbox.world.counters = { endpoints: {}, callers: {} };
  world.events.length = 0;
  world.handovers.length = 0;
});

const alive = () => keepAlive({ ...world.deps, tokens: world.tokens });
const tend = () =>
  tendConnections({ ...world.deps, dangerousCompaniesWaitingAcrossCompanies: async () => waiting });
const states = async () =>
  Object.fromEntries(
    (await world.deps.connections.list(companyId)).map((each) => [each.userId, each.brokenReason ?? 'ok']),
  );
const refreshes = () => world.sandbox.world.counters.endpoints['POST /oauth/token']?.calls ?? 0;
const view = async (userId: number): Promise<SettingsView> =>
  (await world.call(userId, '/api/settings')).json();

describe('grants that nobody uses', () => {
  test('are renewed once a day, and so outlive the sixty days', async () => {
    for (let hours = 0; hours < 62 * 24; hours += 6) {
      await world.clock.advance(6 * hour);
      await alive();
    }
    expect(await states()).toEqual({ [admin]: 'ok', [otherAdmin]: 'ok' });
    expect(refreshes()).toBeGreaterThanOrEqual(2 * 60);
    expect(refreshes()).toBeLessThanOrEqual(2 * 63);
  });

  test('are found dead within a day, and work goes on with the standby', async () => {
    dropInstall(world.sandbox, admin);
    await world.clock.advance(20 * hour);
    await alive();
    expect(await states()).toEqual({ [admin]: 'revoked', [otherAdmin]: 'ok' });
    expect(await view(otherAdmin)).toMatchObject({ state: 'active', handover: { toUserId: otherAdmin } });
  });

  test('are left as they are while the sign-in of Pipedrive is down', async () => {
    await world.clock.advance(20 * hour);
    for (let fault = 0; fault < 4; fault++)
      addFault(world.sandbox.world, { kind: 'status', path: '/oauth/token', status: 503 });
    await alive();
    expect(await states()).toEqual({ [admin]: 'ok', [otherAdmin]: 'ok' });
    world.sandbox.world.faults = [];
    await alive();
    expect(refreshes()).toBeGreaterThanOrEqual(2);
  });
});

describe('what was left undone', () => {
  const breakAdmin = async () => {
    const connection = await world.deps.connections.get({ companyId, userId: admin });
    if (!connection) throw new Error('not installed');
    await world.deps.connections.markBroken(connection, { reason: 'revoked', at: world.clock.now() });
  };

  test('a standby that was not asked takes over', async () => {
    await breakAdmin();
    await tend();
    expect((await view(otherAdmin)).handover).toMatchObject({ toUserId: otherAdmin });
    await tend();
    expect(world.handovers).toEqual([companyId]);
  });

  test('a handover that was stopped before the others heard of it is told', async () => {
    const installation = await world.deps.installations.get(companyId);
    if (!installation) throw new Error('not installed');
    await world.deps.installations.setOrganizationUser(installation, admin, {
      fromUserId: admin,
      toUserId: otherAdmin,
      reason: 'revoked',
      at: world.clock.now(),
    });
    await tend();
    expect(world.handovers).toEqual([]);
    await world.clock.advance(61_000);
    await tend();
    await tend();
    expect(world.handovers).toEqual([companyId]);
    expect(world.events).toEqual([`restored ${companyId}`]);
  });

  test('work that waits for a connection which works goes on', async () => {
    waiting = [companyId];
    await tend();
    expect(world.events).toEqual([`restored ${companyId}`]);
  });

  test('a connection broken for thirty days is erased, the last one with everything', async () => {
    await breakAdmin();
    await tend();
    const { connections } = await view(admin);
    expect(connections[0]?.erasesAt).toBe(new Date(world.clock.now().getTime() + 30 * day).toISOString());
    await world.clock.advance(30 * day - 1);
    await tend();
    expect(Object.keys(await states())).toEqual([String(admin), String(otherAdmin)]);
    await world.clock.advance(1);
    await tend();
    expect(Object.keys(await states())).toEqual([String(otherAdmin)]);
    expect(await world.deps.getInstallation(companyId)).toMatchObject({ organizationUserId: otherAdmin });

    const last = await world.deps.connections.get({ companyId, userId: otherAdmin });
    if (!last) throw new Error('erased too early');
    await world.deps.connections.markBroken(last, { reason: 'expired', at: world.clock.now() });
    await world.clock.advance(30 * day);
    await tend();
    expect(await world.deps.getInstallation(companyId)).toBeNull();
    expect(await world.deps.receipts.list(companyId)).toMatchObject([
      { userId: admin, scope: 'connection', reason: 'broken_too_long' },
      { userId: otherAdmin, scope: 'company', reason: 'broken_too_long' },
    ]);
  });

  test('somebody who connects again in time loses nothing', async () => {
    await breakAdmin();
    await world.clock.advance(29 * day);
    await world.install(admin);
    await world.clock.advance(2 * day);
    await tend();
    expect(Object.keys(await states())).toEqual([String(admin), String(otherAdmin)]);
  });
});
