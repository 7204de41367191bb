import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { testDatabase } from '../support/database.ts';
import { startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin, member] = [9001, 9002, 9003];
const world = await startInstallWorld(db);
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  world.sandbox.world.installs = [];
});

const view = async (userId: number): Promise<SettingsView> =>
  (await world.call(userId, '/api/settings')).json();
const promote = (userId: number) => world.call(userId, '/api/connections/promote', { method: 'POST' });
const roles = ({ connections }: SettingsView) =>
  Object.fromEntries(connections.map(({ userId, role }) => [userId, role]));

/** What an uninstall call that never came, or a user set inactive, comes to: the next renewal is refused. */
async function withdraw(userId: number): Promise<void> {
  const connection = await world.deps.connections.get({ companyId: world.companyId, userId });
  if (!connection) throw new Error('not installed');
  await world.deps.connections.markBroken(connection, { reason: 'revoked', at: world.clock.now() });
}

describe('a broken organization connection', () => {
  test('is a pause to the settings page, and to nobody else', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
    expect((await view(otherAdmin)).state).toBe('active');
    await withdraw(admin);
    const { state, connections } = await view(otherAdmin);
    expect(state).toBe('paused_no_connection');
    expect(connections[0]).toMatchObject({
      userId: admin,
      role: 'organization',
      state: 'broken',
      brokenReason: 'revoked',
    });
    expect(await world.deps.getInstallation(world.companyId)).toMatchObject({
      state: 'active',
      organizationUserId: admin,
    });
  });

  test('is taken over by an admin, and work goes on', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
    await withdraw(admin);
    world.events.length = 0;
    const after: SettingsView = await (await promote(otherAdmin)).json();
    expect(after.state).toBe('active');
    expect(roles(after)).toEqual({ [admin]: 'personal', [otherAdmin]: 'organization' });
    expect(world.events).toEqual([`restored ${world.companyId}`]);
  });

  test('heals when its own user connects again', async () => {
    await world.install(admin);
    await withdraw(admin);
    await world.install(admin);
    const after = await view(admin);
    expect(after.state).toBe('active');
    expect(roles(after)).toEqual({ [admin]: 'organization' });
  });

  test('of somebody else than the one who does automatic work pauses nothing', async () => {
    await world.install(admin);
    await world.install(member);
    await withdraw(member);
    expect((await view(admin)).state).toBe('active');
  });
});

test('an admin takes over from a non-admin who installed, whose limitations then no longer hold', async () => {
  await world.install(member);
  await world.install(admin);
  expect((await view(admin)).limitations).toContain('not_admin');
  const after: SettingsView = await (await promote(admin)).json();
  expect(after.limitations).toEqual([]);
  expect(roles(after)).toEqual({ [member]: 'personal', [admin]: 'organization' });
});
