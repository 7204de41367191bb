import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { finishAllErases, sweepCompany } from '../../server/install/erase.jobs.ts';
import type { Eraser } from '../../server/install/installation.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { cookieBrowser } from './cookie-browser.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin, member] = [9001, 9002, 9003];

/** A feature with rows of a company; `during` is what happens in the middle of its erase. */
let during = async () => {};
const links = db.collection<{ companyId: number; epoch: string }>('links');
const linksEraser: Eraser = {
  name: 'links',
  async erase(companyId) {
    await during();
    return (await links.deleteMany({ companyId })).deletedCount;
  },
  sweep: async (companyId, epoch) => (await links.deleteMany({ companyId, epoch })).deletedCount,
};

let world: InstallWorld;
beforeAll(async () => {
  world = await startInstallWorld(db, { erasers: [linksEraser] });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  during = async () => {};
  world.sandbox.world.installs = [];
  world.events.length = 0;
  world.queued.length = 0;
});

const installation = () => world.deps.getInstallation(world.companyId);
const receipts = () => world.deps.receipts.list(world.companyId);
const connectedUsers = async () =>
  (await world.deps.connections.list(world.companyId)).map((each) => each.userId);
const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();

async function withLinks(count: number): Promise<string> {
  const epoch = (await installation())?.epoch ?? '';
  if (count > 0) {
    await links.insertMany(Array.from({ length: count }, () => ({ companyId: world.companyId, epoch })));
  }
  return epoch;
}

function uninstallCall(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { clientId, clientSecret } = world.sandbox;
  return fetch(`${world.url}/oauth/callback`, {
    method: 'DELETE',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const callFor = (userId: number, more: object = {}) => ({
  client_id: world.sandbox.clientId,
  company_id: world.companyId,
  user_id: userId,
  timestamp: later(1_000),
  ...more,
});

describe('when the last user uninstalls', () => {
  test('everything of the company goes and a receipt stays', async () => {
    await world.install(admin);
    const epoch = await withLinks(3);
    expect(await world.sandbox.uninstall(admin)).toBe(200);
    const dump = await dumpDatabase(db);
    const left = Object.keys(dump).filter((name) => (dump[name]?.length ?? 0) > 0);
    expect(left).toEqual(['erase_receipts']);
    expect(await receipts()).toMatchObject([
      {
        companyId: world.companyId,
        userId: admin,
        epoch,
        scope: 'company',
        reason: 'uninstalled',
        at: expect.any(Date),
        counts: { installations: 1, connections: 1, links: 3, accounts: 1 },
      },
    ]);
    expect((await world.call(admin, '/api/settings')).status).toBe(401);
  });

  test('the installation is gone before the first row of a feature goes, and queued work with it', async () => {
    await world.install(admin);
    const seen: unknown[] = [];
    during = async () => void seen.push(await installation(), await connectedUsers(), [...world.events]);
    await world.sandbox.uninstall(admin);
    expect(seen).toEqual([null, [], [`jobs cancelled ${world.companyId}`]]);
  });

  test('late writes of workers are swept up a minute and an hour later', async () => {
    await world.install(admin);
    const epoch = await withLinks(2);
    const now = world.clock.now().getTime();
    await world.sandbox.uninstall(admin);
    const payload = { companyId: world.companyId, epoch };
    expect(world.queued.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'erase.sweep', payload },
      { name: 'erase.sweep', payload },
    ]);
    expect(world.queued.map(({ at }) => at.getTime() - now)).toEqual([60_000, 3_600_000]);
    await links.insertOne({ companyId: world.companyId, epoch });
    await sweepCompany(world.deps, payload);
    expect(await links.countDocuments()).toBe(0);
    expect(await receipts()).toMatchObject([{ counts: { links: 3 } }]);
  });

  test('a sweep after a new install takes dead rows only', async () => {
    await world.install(admin);
    const dead = await withLinks(1);
    await world.sandbox.uninstall(admin);
    await world.install(admin);
    const living = await withLinks(2);
    expect(living).not.toBe(dead);
    await links.insertOne({ companyId: world.companyId, epoch: dead });
    await sweepCompany(world.deps, { companyId: world.companyId, epoch: dead });
    expect((await links.find().toArray()).map((link) => link.epoch)).toEqual([living, living]);
    expect(await world.accounts.forCompany(world.companyId)).not.toBeNull();
  });

  test('a sweep of a company that was never erased does nothing', async () => {
    await world.install(admin);
    await withLinks(1);
    await sweepCompany(world.deps, { companyId: world.companyId, epoch: 'made-up' });
    expect(await links.countDocuments()).toBe(1);
  });

  test('an install in the middle of the erase waits for it and loses nothing', async () => {
    await world.install(admin);
    const before = await withLinks(3);
    const callback = await world.consent(cookieBrowser(), admin);
    callback.searchParams.delete('state');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = false;
    during = async () => {
      begun = true;
      await held;
    };
    const gone = uninstallCall(callFor(admin));
    await waitFor('the erase to begin', () => begun);
    world.clock.naps.length = 0;
    const back = cookieBrowser().go(callback);
    await waitFor('the install to wait', () => world.clock.naps.includes(200));
    release();
    expect((await gone).status).toBe(200);
    expect((await back).status).toBe(302);
    const epoch = await withLinks(1);
    expect(epoch).not.toBe(before);
    expect(epoch).not.toBe('');
    expect(await connectedUsers()).toEqual([admin]);
    expect((await receipts()).map((receipt) => receipt.counts['links'])).toEqual([3]);
  });

  test('an erase that takes too long sends a new install away without storing anything', async () => {
    await world.install(admin);
    const callback = await world.consent(cookieBrowser(), member);
    callback.searchParams.delete('state');
    let answer: Response | undefined;
    during = async () => {
      answer = await cookieBrowser().go(callback);
    };
    expect((await uninstallCall(callFor(admin))).status).toBe(200);
    expect(answer?.status).toBe(503);
    expect(await answer?.text()).toContain('company_busy');
    expect(await connectedUsers()).toEqual([]);
  });

  test('an erase that was cut off is finished by the timer', async () => {
    await world.install(admin);
    await withLinks(3);
    during = () => Promise.reject(new Error('The process ends here'));
    expect((await uninstallCall(callFor(admin))).status).toBe(500);
    expect(await installation()).toBeNull();
    expect(await receipts()).toMatchObject([{ at: null }]);
    during = async () => {};
    await finishAllErases(world.deps);
    expect(await receipts()).toMatchObject([
      { at: expect.any(Date), counts: { links: 3, installations: 1 } },
    ]);
    expect(await links.countDocuments()).toBe(0);
  });

  test('an erase that was cut off is finished before the next install begins', async () => {
    await world.install(admin);
    await withLinks(3);
    during = () => Promise.reject(new Error('The process ends here'));
    await uninstallCall(callFor(admin));
    during = async () => {};
    expect((await world.install(member)).status).toBe(302);
    expect(await links.countDocuments()).toBe(0);
    expect(await receipts()).toMatchObject([{ at: expect.any(Date), counts: { links: 3 } }]);
    expect((await installation())?.organizationUserId).toBe(member);
  });
});

describe('when a user leaves and others stay', () => {
  test('and automatic work ran on their grant, it pauses until an admin takes over', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
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
      [admin, otherAdmin, member].map((userId) => uninstallCall(callFor(userId))),
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
    expect((await uninstallCall(call)).status).toBe(200);
    const first = await dumpDatabase(db);
    const events = [...world.events];
    expect((await uninstallCall(call)).status).toBe(200);
    expect(await dumpDatabase(db)).toEqual(first);
    expect(world.events).toEqual(events);
    expect(world.queued).toHaveLength(2);
  });

  test('about nobody we know is harmless', async () => {
    await world.install(admin);
    expect((await uninstallCall(callFor(admin, { company_id: 99 }))).status).toBe(200);
    expect((await uninstallCall(callFor(424_242))).status).toBe(200);
    expect(await connectedUsers()).toEqual([admin]);
    expect(await receipts()).toEqual([]);
  });

  test('older than the install is ignored, a later one counts', async () => {
    await world.install(admin);
    const { installedAt } = (await world.deps.connections.list(world.companyId))[0] ?? {};
    if (!installedAt) throw new Error('not installed');
    const just = new Date(installedAt.getTime() - 1).toISOString();
    expect(await (await uninstallCall(callFor(admin, { timestamp: just }))).json()).toEqual({
      outcome: 'ignored',
    });
    expect(await connectedUsers()).toEqual([admin]);
    const same = await uninstallCall(callFor(admin, { timestamp: installedAt.toISOString() }));
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
    const response = await uninstallCall(callFor(admin, more), headers);
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
    expect(await dumpDatabase(db)).toEqual(before);
  });

  test.each(['not json', '', '[]', 'null', '"x"'])('with the body %j is refused', async (body) => {
    const response = await uninstallCall(body);
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe('bad_request');
  });

  test('may write its ids as text and its body without a type', async () => {
    await world.install(admin);
    const call = callFor(admin, { company_id: String(world.companyId), user_id: String(admin) });
    expect((await uninstallCall(call, { 'content-type': 'text/plain' })).status).toBe(200);
    expect(await connectedUsers()).toEqual([]);
  });
});

describe('an app-sharing notice', () => {
  const notice = (body: object, headers: Record<string, string> = {}) => {
    const { clientId, clientSecret } = world.sandbox;
    return fetch(`${world.url}/oauth/callback`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  };

  test('is taken note of and stores nothing', async () => {
    const body = { company_id: world.companyId, user_id: admin, isShared: true };
    expect((await notice(body)).status).toBe(204);
    expect((await notice({ ...body, isShared: 'yes' })).status).toBe(400);
    expect((await notice(body, { authorization: 'Basic eDp5' })).status).toBe(401);
    const dump = await dumpDatabase(db);
    expect(Object.values(dump).flat()).toEqual([]);
  });
});
