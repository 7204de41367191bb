import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionPeople, SettingsView } from '../../server/install/install.contract.ts';
import { settleConnection } from '../../server/install/settle-connection.ts';
import { dropInstall } from '../sandbox/oauth/grants.ts';
import { testDatabase } from '../support/database.ts';
import { startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin, member] = [9001, 9002, 9003];
const hour = 3_600_000;
const world = await startInstallWorld(db);
const { companyId } = world;
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  world.sandbox.world.installs = [];
  for (const user of world.sandbox.world.users) {
    user.active = true;
    user.isAdmin = user.id !== member;
  }
  for (const userId of [admin, member, otherAdmin]) await world.install(userId);
  world.events.length = 0;
  world.handovers.length = 0;
});

const view = async (userId: number): Promise<SettingsView> =>
  (await world.call(userId, '/api/settings')).json();
const choose = (userId: number, body: object) =>
  world.call(userId, '/api/connections/standby', { method: 'PUT', body });
const roles = ({ connections }: SettingsView) =>
  Object.fromEntries(connections.map(({ userId, role }) => [userId, role]));
const user = (userId: number) => {
  const found = world.sandbox.world.users.find(({ id }) => id === userId);
  if (!found) throw new Error('There is no such user');
  return found;
};
/** Work in the organization's name, as a run does it; how it ended. */
const work = async (userId = admin) => {
  await world.clock.advance(hour);
  return world.deps.pipedrive.me({ companyId, userId, lane: 'bulk' }).then(
    () => 'done',
    ({ code }) => code,
  );
};
const revoke = (userId: number) => dropInstall(world.sandbox, userId);

describe('the standby', () => {
  test('is the admin who has been connected longest, and no other user', async () => {
    expect(roles(await view(admin))).toEqual({
      [admin]: 'organization',
      [member]: 'personal',
      [otherAdmin]: 'standby',
    });
  });

  test('takes over by itself when the organization connection is revoked, and work goes on', async () => {
    revoke(admin);
    expect(await work()).toBe('not_connected');
    const after = await view(otherAdmin);
    expect(after.state).toBe('active');
    expect(roles(after)).toMatchObject({ [admin]: 'personal', [otherAdmin]: 'organization' });
    expect(after.handover).toMatchObject({ fromUserId: admin, toUserId: otherAdmin, reason: 'revoked' });
    expect(world.handovers).toEqual([companyId]);
    expect(world.events).toEqual([`restored ${companyId}`]);
  });

  test('takes over when the user was deactivated in Pipedrive, and that is told apart', async () => {
    user(admin).active = false;
    expect(await work()).toBe('not_connected');
    const after = await view(otherAdmin);
    expect(after.handover).toMatchObject({ toUserId: otherAdmin, reason: 'user_disabled' });
    expect(after.connections[0]).toMatchObject({ userId: admin, brokenReason: 'user_disabled' });
  });

  test('takes over when the grant ended after sixty days without use', async () => {
    await world.clock.advance(61 * 24 * hour);
    await world.install(otherAdmin);
    expect(await work()).toBe('not_connected');
    expect((await view(otherAdmin)).handover).toMatchObject({ toUserId: otherAdmin, reason: 'expired' });
  });

  test('takes over when the app needs rights that the grant lacks', async () => {
    const { settings } = world.sandbox.world;
    const all = settings.scopes;
    await world.clock.advance(hour);
    await world.install(otherAdmin);
    settings.scopes = all.filter((scope) => scope !== 'webhooks:full');
    const call = world.deps.pipedrive.me({ companyId, userId: admin, lane: 'bulk' });
    expect(await call.catch(({ code }) => code)).toBe('not_connected');
    settings.scopes = all;
    expect((await view(admin)).handover).toMatchObject({ toUserId: otherAdmin, reason: 'scopes_changed' });
  });

  test('takes over when the secret cannot be read any more', async () => {
    const lost = world.newTokens([{ id: 'k9', key: randomBytes(32) }]);
    const code = await lost.fresh({ companyId, userId: admin, lane: 'bulk' }).catch((error) => error.code);
    expect(code).toBe('unreadable_secret');
    expect((await view(admin)).handover).toBeNull();
    await db
      .collection('connections')
      .updateOne(
        { userId: admin },
        { $set: { accessToken: 'k9.AAAA.AAAA.AAAA', refreshToken: 'k9.AAAA.AAAA.AAAA' } },
      );
    expect(await work()).toBe('unreadable_secret');
    expect((await view(admin)).handover).toMatchObject({ toUserId: otherAdmin, reason: 'unreadable_secret' });
  });

  test('takes over when the user removes the app', async () => {
    await world.sandbox.uninstall(admin);
    const after = await view(otherAdmin);
    expect(after.state).toBe('active');
    expect(after.handover).toMatchObject({ fromUserId: admin, toUserId: otherAdmin, reason: 'left' });
  });

  test('takes over once, however many processes find the connection dead', async () => {
    const connection = await world.deps.connections.get({ companyId, userId: admin });
    if (!connection) throw new Error('not installed');
    await world.deps.connections.markBroken(connection, { reason: 'revoked', at: world.clock.now() });
    const ends = await Promise.all(Array.from({ length: 8 }, () => settleConnection(world.deps, companyId)));
    expect(ends.filter((end) => end === 'handed_over')).toHaveLength(1);
    expect(world.handovers).toEqual([companyId]);
  });

  test('that is dead itself, or no admin any more, is passed over', async () => {
    user(otherAdmin).isAdmin = false;
    revoke(admin);
    await work();
    const after = await view(member);
    expect(after.state).toBe('paused_no_connection');
    expect(roles(after)).toMatchObject({ [otherAdmin]: 'personal' });
    expect(world.events).toEqual([`lost ${companyId}`]);
    user(otherAdmin).isAdmin = true;
    await world.install(otherAdmin);
    expect((await view(member)).state).toBe('active');
  });
});

describe('an admin', () => {
  test('may choose somebody else, even one who is no admin', async () => {
    const chosen: SettingsView = await (await choose(admin, { mode: 'chosen', userId: member })).json();
    expect(roles(chosen)).toMatchObject({ [member]: 'standby', [otherAdmin]: 'personal' });
    revoke(admin);
    await work();
    const after = await view(otherAdmin);
    expect(roles(after)).toMatchObject({ [member]: 'organization', [otherAdmin]: 'standby' });
    expect(after.standby).toEqual({ mode: 'automatic', userId: null });
  });

  test('may have nobody take over', async () => {
    await choose(otherAdmin, { mode: 'nobody', userId: null });
    revoke(admin);
    await work();
    expect(await view(otherAdmin)).toMatchObject({ state: 'paused_no_connection', handover: null });
    expect(world.events).toEqual([`lost ${companyId}`]);
  });

  test.each([
    ['somebody who is not connected', { mode: 'chosen', userId: 424_242 }, 409, 'not_connected_user'],
    ['nobody in particular', { mode: 'chosen', userId: null }, 400, 'bad_request'],
    ['a user for nobody', { mode: 'nobody', userId: 9002 }, 400, 'bad_request'],
  ])('cannot choose %s', async (_, body, status, code) => {
    const response = await choose(admin, body);
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
  });

  test('alone may choose', async () => {
    expect((await choose(member, { mode: 'nobody', userId: null })).status).toBe(403);
    expect((await view(admin)).standby.mode).toBe('automatic');
  });
});

test('names are read with the grant of whoever looks', async () => {
  const people: ConnectionPeople = await (await world.call(member, '/api/connections/people')).json();
  const names = [admin, member, otherAdmin].map((userId) => ({ userId, name: user(userId).name }));
  expect(people.people).toEqual(names);
  const calls = world.sandbox.world.counters.callers;
  expect(JSON.stringify(calls)).toContain(String(member));
});
