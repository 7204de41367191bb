import { describe, expect, test } from 'vitest';
import { dumpDatabase } from '../support/database.ts';
import { uninstallWorld } from './uninstall-world.ts';

const world = await uninstallWorld();
const { db, links, installation, receipts, connectedUsers, withLinks, callback, callFor } = world;
const [admin, otherAdmin, member] = [9001, 9002, 9003];

const nobodyStandsBy = () =>
  world.call(admin, '/api/connections/standby', { method: 'PUT', body: { mode: 'nobody', userId: null } });

describe('when a user leaves and others stay', () => {
  test('and automatic work ran on their grant, it pauses until an admin takes over', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
    await nobodyStandsBy();
    await withLinks(2);
    world.events.length = 0;
    await world.sandbox.uninstall(admin);
    expect(await installation()).toMatchObject({ state: 'paused_no_connection', organizationUserId: null });
    expect(world.events).toEqual([`lost ${world.companyId}`]);
    expect(await links.countDocuments()).toBe(2);
    expect(await receipts()).toMatchObject([
      { userId: admin, scope: 'connection', counts: { connections: 1 } },
    ]);

    const response = await world.call(otherAdmin, '/api/connections/promote', { method: 'POST' });
    expect(await response.json()).toMatchObject({
      state: 'active',
      connections: [{ userId: otherAdmin, role: 'organization', isYou: true }],
    });
    expect(world.events).toEqual([`lost ${world.companyId}`, `restored ${world.companyId}`]);
  });

  test('and theirs was a personal connection, nothing else changes', async () => {
    await world.install(admin);
    await world.install(member);
    const before = await installation();
    world.events.length = 0;
    await world.sandbox.uninstall(member);
    expect(await installation()).toEqual(before);
    expect(await connectedUsers()).toEqual([admin]);
    expect(world.events).toEqual([]);
    const refused = await world.call(member, '/api/settings');
    expect(refused.status).toBe(401);
    expect((await refused.json()).error.code).toBe('not_connected');
  });

  test('somebody who is no admin, or no longer, cannot take over', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
    await world.install(member);
    await nobodyStandsBy();
    await world.sandbox.uninstall(admin);
    const user = world.sandbox.world.users.find((each) => each.id === otherAdmin);
    if (!user) throw new Error('There is no such user');
    user.isAdmin = false;
    for (const userId of [otherAdmin, member]) {
      const response = await world.call(userId, '/api/connections/promote', { method: 'POST' });
      expect(response.status).toBe(403);
      expect((await response.json()).error.code).toBe('not_allowed');
    }
    user.isAdmin = true;
    expect((await installation())?.organizationUserId).toBeNull();
  });

  test('and all go at once, the company is erased once', async () => {
    for (const userId of [admin, otherAdmin, member]) await world.install(userId);
    await withLinks(2);
    const answers = await Promise.all(
      [admin, otherAdmin, member].map((userId) => callback('DELETE', callFor(userId))),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await installation()).toBeNull();
    expect(await connectedUsers()).toEqual([]);
    const scopes = (await receipts()).map((receipt) => receipt.scope);
    expect(scopes.sort()).toEqual(['company', 'connection', 'connection']);
  });
});

describe('an uninstall call', () => {
  test('that comes again is harmless', async () => {
    await world.install(admin);
    const call = callFor(admin);
    expect((await callback('DELETE', call)).status).toBe(200);
    const first = await dumpDatabase(db);
    const events = [...world.events];
    expect((await callback('DELETE', call)).status).toBe(200);
    expect(await dumpDatabase(db)).toEqual(first);
    expect(world.events).toEqual(events);
    expect(world.queued).toHaveLength(2);
  });

  test('about nobody we know is harmless', async () => {
    await world.install(admin);
    expect((await callback('DELETE', callFor(admin, { company_id: 99 }))).status).toBe(200);
    expect((await callback('DELETE', callFor(424_242))).status).toBe(200);
    expect(await connectedUsers()).toEqual([admin]);
    expect(await receipts()).toEqual([]);
  });

  test('older than the install is ignored, a later one counts', async () => {
    await world.install(admin);
    const { installedAt } = (await world.deps.connections.list(world.companyId))[0] ?? {};
    if (!installedAt) throw new Error('not installed');
    const just = new Date(installedAt.getTime() - 1).toISOString();
    expect(await (await callback('DELETE', callFor(admin, { timestamp: just }))).json()).toEqual({
      outcome: 'ignored',
    });
    expect(await connectedUsers()).toEqual([admin]);
    const same = await callback('DELETE', callFor(admin, { timestamp: installedAt.toISOString() }));
    expect(await same.json()).toEqual({ outcome: 'company_erased' });
  });

  test.each([
    ['no credentials', {}, { authorization: '' }, 401, 'bad_credentials'],
    ['a wrong secret', {}, { authorization: `Basic ${btoa('id:wrong')}` }, 401, 'bad_credentials'],
    ['a Bearer token', {}, { authorization: 'Bearer abc' }, 401, 'bad_credentials'],
    ['another app', { client_id: 'other' }, {}, 403, 'other_app'],
    ['no app', { client_id: undefined }, {}, 400, 'bad_request'],
    ['no company', { company_id: undefined }, {}, 400, 'bad_request'],
    ['a company in words', { company_id: 'all' }, {}, 400, 'bad_request'],
    ['a condition for a company', { company_id: { $gt: 0 } }, {}, 400, 'bad_request'],
    ['a negative user', { user_id: -1 }, {}, 400, 'bad_request'],
    ['no time', { timestamp: undefined }, {}, 400, 'bad_request'],
    ['a time that is none', { timestamp: 'yesterday' }, {}, 400, 'bad_request'],
  ])('with %s is refused and changes nothing', async (_name, more, headers, status, code) => {
    await world.install(admin);
    const before = await dumpDatabase(db);
    const response = await callback('DELETE', callFor(admin, more), headers);
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
    expect(await dumpDatabase(db)).toEqual(before);
  });

  test.each(['not json', '', '[]', 'null', '"x"'])('with the body %j is refused', async (body) => {
    const response = await callback('DELETE', body);
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe('bad_request');
  });

  test('may write its ids as text and its body without a type', async () => {
    await world.install(admin);
    const call = callFor(admin, { company_id: String(world.companyId), user_id: String(admin) });
    expect((await callback('DELETE', call, { 'content-type': 'text/plain' })).status).toBe(200);
    expect(await connectedUsers()).toEqual([]);
  });
});

describe('an app-sharing notice', () => {
  test('is taken note of and stores nothing', async () => {
    const body = { company_id: world.companyId, user_id: admin, isShared: true };
    expect((await callback('POST', body)).status).toBe(204);
    expect((await callback('POST', { ...body, isShared: 'yes' })).status).toBe(400);
    expect((await callback('POST', body, { authorization: 'Basic eDp5' })).status).toBe(401);
    expect(Object.values(await dumpDatabase(db)).flat()).toEqual([]);
  });
});
