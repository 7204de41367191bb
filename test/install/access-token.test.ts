import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGetInstallation } from '../../server/install/get-installation.ts';
import type { Caller } from '../../server/pipedrive/types.ts';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { dropInstall } from '../sandbox/oauth/grants.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, member] = [9001, 9003];
const minute = 60_000;
let world: InstallWorld;
let caller: Caller;

beforeAll(async () => {
  world = await startInstallWorld(db, { timeoutMs: 2_000 });
  caller = { companyId: world.companyId, userId: admin, lane: 'click' };
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  const { sandbox } = world;
  sandbox.world.installs = [];
  sandbox.world.faults = [];
  sandbox.world.settings.rotateRefreshTokens = false;
  sandbox.world.settings.scopes = [
    'base',
    'contacts:full',
    'contact-fields:full',
    'webhooks:full',
    'users:read',
  ];
  await world.install(admin);
  sandbox.world.counters = { endpoints: {}, callers: {} };
  world.events.length = 0;
});

const row = async (userId = admin) => {
  const found = await world.deps.connections.get({ companyId: world.companyId, userId });
  if (!found) throw new Error('There is no connection');
  return found;
};
const refreshes = () => world.sandbox.world.counters.endpoints['POST /oauth/token']?.calls ?? 0;
const isKnownToPipedrive = (token: string) => token in world.sandbox.world.accessTokens;
const expire = () => world.clock.advance(60 * minute);
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: { code?: string; details?: { reason?: string } }) =>
      [error.code, error.details?.reason].join(' ').trim(),
  );

describe('a token', () => {
  test('of one installation is not given to a write of another, erased one', async () => {
    const { epoch } = await row();
    expect(await outcome(world.tokens.fresh({ ...caller, epoch }))).toBe('ok');
    expect(await outcome(world.tokens.fresh({ ...caller, epoch: 'erased' }))).toBe('not_connected none');
    expect(await outcome(world.tokens.afterRejection({ ...caller, epoch: 'erased' }, 'old'))).toBe(
      'not_connected none',
    );
  });

  test('is used as long as more than a minute is left, and renewed from then on', async () => {
    const first = await world.tokens.fresh(caller);
    const { expiresAt } = await row();
    await world.clock.advanceTo(new Date(expiresAt.getTime() - minute - 1));
    expect(await world.tokens.fresh(caller)).toEqual(first);
    expect(refreshes()).toBe(0);
    await world.clock.advance(1);
    const second = await world.tokens.fresh(caller);
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(isKnownToPipedrive(second.accessToken)).toBe(true);
    expect(refreshes()).toBe(1);
  });

  test('is never that of another user of the company', async () => {
    expect(await outcome(world.tokens.fresh({ ...caller, userId: member }))).toBe('not_connected none');
  });

  test('does not open on another row', async () => {
    await world.install(member);
    const { accessToken, refreshToken } = await row(admin);
    await db
      .collection('connections')
      .updateOne({ companyId: world.companyId, userId: member }, { $set: { accessToken, refreshToken } });
    expect(await outcome(world.tokens.fresh({ ...caller, userId: member }))).toBe('unreadable_secret');
  });

  test('takes along where the API is now', async () => {
    const moved = 'http://127.0.0.2:9';
    world.sandbox.setApiDomain(moved);
    await expire();
    expect((await world.tokens.fresh(caller)).apiDomain).toBe(moved);
    world.sandbox.setApiDomain(world.sandbox.url);
  });
});

describe('renewing', () => {
  test('happens once, however many callers in however many processes ask', async () => {
    await expire();
    const processes = [world.newTokens(), world.newTokens(), world.newTokens()];
    const grants = await Promise.all(
      Array.from({ length: 24 }, (_, index) => processes[index % 3]?.fresh(caller)),
    );
    expect(refreshes()).toBe(1);
    expect(new Set(grants.map((grant) => grant?.accessToken)).size).toBe(1);
    expect((await row()).lease).toBeNull();
  });

  test('after a refusal happens once, and not at all when somebody already has', async () => {
    const { accessToken } = await world.tokens.fresh(caller);
    const grants = await Promise.all(
      [world.newTokens(), world.newTokens()].map((tokens) => tokens.afterRejection(caller, accessToken)),
    );
    expect(refreshes()).toBe(1);
    expect(grants[0]).toEqual(grants[1]);
    expect(await world.tokens.afterRejection(caller, accessToken)).toEqual(grants[0]);
    expect(refreshes()).toBe(1);
  });

  test('follows refresh tokens that change every time', async () => {
    world.sandbox.world.settings.rotateRefreshTokens = true;
    for (let round = 1; round <= 3; round += 1) {
      await expire();
      expect(isKnownToPipedrive((await world.tokens.fresh(caller)).accessToken)).toBe(true);
      expect(refreshes()).toBe(round);
    }
  });

  test('finds a renewal whose answer got lost by asking again', async () => {
    await expire();
    addFault(world.sandbox.world, { kind: 'timeout_after', path: '/oauth/token', how: 'cut' });
    const { accessToken } = await world.tokens.fresh(caller);
    expect(isKnownToPipedrive(accessToken)).toBe(true);
    expect(await row()).toMatchObject({ state: 'ok', lease: null });
  });

  test.each([
    ['answers 500', { kind: 'status', status: 500 }],
    ['answers 503', { kind: 'status', status: 503 }],
    ['does not answer', { kind: 'timeout_before', how: 'cut' }],
  ] as const)('leaves the connection as it is when Pipedrive %s', async (_name, fault) => {
    await expire();
    addFault(world.sandbox.world, { ...fault, path: '/oauth/token', count: 2 });
    expect(await outcome(world.tokens.fresh(caller))).toBe('oauth_unavailable');
    expect(await row()).toMatchObject({ state: 'ok', lease: null });
    expect(world.events).toEqual([]);
    expect(await outcome(world.tokens.fresh(caller))).toBe('ok');
  });

  test('is taken over when the process that had begun it is gone', async () => {
    await expire();
    const before = await row();
    const now = world.clock.now();
    const until = new Date(now.getTime() + 5_000);
    expect(await world.deps.connections.takeLease(before, { owner: 'killed', now, until })).toBe(true);
    expect(await outcome(world.tokens.fresh(caller))).toBe('ok');
    expect(world.clock.now().getTime()).toBeGreaterThanOrEqual(until.getTime());
    expect(refreshes()).toBe(1);
  });

  test('ends waiting when the caller has gone', async () => {
    await expire();
    const now = world.clock.now();
    const until = new Date(now.getTime() + 50_000);
    await world.deps.connections.takeLease(await row(), { owner: 'busy', now, until });
    expect(await outcome(world.tokens.fresh({ ...caller, signal: AbortSignal.abort() }))).toBe('cancelled');
  });
});

describe('a grant that Pipedrive has withdrawn', () => {
  test('breaks the connection, and pauses automatic work when it ran on it', async () => {
    dropInstall(world.sandbox.deps, admin);
    await expire();
    expect(await outcome(world.tokens.fresh(caller))).toBe('not_connected revoked');
    expect(await row()).toMatchObject({ state: 'broken', brokenReason: 'revoked', lease: null });
    expect((await row()).brokenAt).toEqual(world.clock.now());
    expect(world.events).toEqual([`lost ${world.companyId}`]);
    expect(await outcome(world.tokens.fresh(caller))).toBe('not_connected revoked');
    expect(refreshes()).toBe(1);
  });

  test('of a personal connection pauses nothing', async () => {
    await world.install(member);
    dropInstall(world.sandbox.deps, member);
    await expire();
    expect(await outcome(world.tokens.fresh({ ...caller, userId: member }))).toBe('not_connected revoked');
    expect(world.events).toEqual([]);
  });

  test('is not mourned when the user has installed again meanwhile', async () => {
    await expire();
    const { id } = addFault(world.sandbox.world, { kind: 'hold', path: '/oauth/token' });
    const waiting = world.tokens.fresh(caller);
    await waitFor('the refresh to hang', () => world.sandbox.world.faults.length === 0);
    await world.install(admin);
    const renewed = await row();
    await fetch(`${world.sandbox.url}/__control/faults/${id}/release`, { method: 'POST' });
    expect(isKnownToPipedrive((await waiting).accessToken)).toBe(true);
    expect(await row()).toEqual(renewed);
    expect(renewed.state).toBe('ok');
  });

  test('does not come back when the user uninstalled during the renewal', async () => {
    await expire();
    const { id } = addFault(world.sandbox.world, { kind: 'hold', path: '/oauth/token' });
    const waiting = outcome(world.tokens.fresh(caller));
    await waitFor('the refresh to hang', () => world.sandbox.world.faults.length === 0);
    expect(await world.sandbox.uninstall(admin)).toBe(200);
    await fetch(`${world.sandbox.url}/__control/faults/${id}/release`, { method: 'POST' });
    expect(await waiting).toBe('not_connected none');
    expect(await world.deps.connections.list(world.companyId)).toEqual([]);
  });

  test('that lacks a right after the registration changed says so until the user connects again', async () => {
    world.sandbox.world.settings.scopes = ['base', 'contacts:full', 'contact-fields:full', 'webhooks:full'];
    await expire();
    expect(await outcome(world.tokens.fresh(caller))).toBe('not_connected scopes_changed');
    expect(await row()).toMatchObject({ state: 'broken', brokenReason: 'scopes_changed' });
    world.sandbox.world.settings.scopes.push('users:read');
    await world.install(admin);
    expect(await outcome(world.tokens.fresh(caller))).toBe('ok');
  });
});

describe('a change of encryption keys', () => {
  test('moves tokens under the new key as they are used, so that the old one can go', async () => {
    const [old] = world.keys;
    const fresh = { id: 'k2', key: randomBytes(32) };
    const before = await world.tokens.fresh(caller);
    expect(await world.newTokens([fresh, old]).fresh(caller)).toEqual(before);
    const { accessToken, refreshToken } = await row();
    expect([accessToken, refreshToken].map((sealed) => sealed.split('.')[0])).toEqual(['k2', 'k2']);
    const withoutOld = world.newTokens([fresh]);
    expect(await withoutOld.fresh(caller)).toEqual(before);
    await expire();
    expect(await outcome(withoutOld.fresh(caller))).toBe('ok');
  });

  test('that lost a key says so, shows it, and harms nothing', async () => {
    const strange = world.newTokens([{ id: 'k9', key: randomBytes(32) }]);
    expect(await outcome(strange.fresh(caller))).toBe('unreadable_secret');
    expect(await row()).toMatchObject({ state: 'ok', lease: null });
    expect(await outcome(world.tokens.fresh(caller))).toBe('ok');
    await world.newTokens([{ id: 'k9', key: randomBytes(32) }, ...world.keys]).fresh(caller);
    const view = await (await world.call(admin, '/api/settings')).json();
    expect(view.connections).toMatchObject([{ state: 'broken', brokenReason: 'unreadable_secret' }]);
  });

  test('moves the key of field tags along without changing it', async () => {
    const before = await world.deps.getInstallation(world.companyId);
    const fresh = { id: 'k2', key: randomBytes(32) };
    await createGetInstallation({ ...world.deps, keys: [fresh, ...world.keys] })(world.companyId);
    const after = await createGetInstallation({ ...world.deps, keys: [fresh] })(world.companyId);
    expect(after?.tagKey.equals(before?.tagKey ?? Buffer.alloc(0))).toBe(true);
  });
});
