import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { cookieBrowser, locationOf } from './cookie-browser.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const [admin, otherAdmin, member, limited] = [9001, 9002, 9003, 9004];
let world: InstallWorld;

beforeAll(async () => {
  world = await startInstallWorld(db, { canary: 'canary-7f3a' });
});
afterAll(() => world.close());
beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  const { sandbox, events, logged } = world;
  sandbox.world.installs = [];
  sandbox.world.counters = { endpoints: {}, callers: {} };
  sandbox.world.settings.scopes = [
    'base',
    'contacts:full',
    'contact-fields:full',
    'webhooks:full',
    'users:read',
  ];
  events.length = 0;
  logged.length = 0;
});

const connection = (userId: number) => world.deps.connections.get({ companyId: world.companyId, userId });
const installation = () => world.deps.getInstallation(world.companyId);

describe('an install begun here', () => {
  test('stores the grant of the user and company that users/me names and leads to the settings page', async () => {
    const response = await world.install(admin);
    expect(response.status).toBe(302);
    expect(locationOf(response).pathname).toBe(
      `/brightwater/settings/marketplace/app/${world.sandbox.clientId}/app-settings`,
    );
    expect(await installation()).toMatchObject({
      companyId: world.companyId,
      plan: 'free',
      platformScope: null,
      state: 'active',
      organizationUserId: admin,
      websiteField: null,
      fieldPrefix: 'Store Leads: ',
      budgetSharePercent: 40,
    });
    expect((await installation())?.tagKey).toHaveLength(16);
    expect(await connection(admin)).toMatchObject({ state: 'ok', isAdmin: true, canAddFields: true });
    expect(await world.accounts.forCompany(world.companyId)).toMatchObject({
      ownerUserId: admin,
      plan: 'free',
    });
  });

  test('hands out grants that work', async () => {
    await world.install(admin);
    const caller = { companyId: world.companyId, userId: admin, lane: 'click' } as const;
    expect(await world.deps.pipedrive.me(caller)).toMatchObject({
      userId: admin,
      companyId: world.companyId,
    });
  });

  test('binds its state to the browser by a cookie that scripts and other sites do not get', async () => {
    const response = await cookieBrowser().go(`${world.url}/install`);
    const cookie = response.headers.getSetCookie().join();
    expect(cookie).toMatch(/^install=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(locationOf(response).searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(locationOf(response).searchParams.has('scope')).toBe(false);
  });

  test('may go on in two tabs of one browser', async () => {
    const browser = cookieBrowser();
    const first = await world.consent(browser, admin);
    const second = await world.consent(browser, member);
    expect((await browser.go(first)).status).toBe(302);
    expect((await browser.go(second)).status).toBe(302);
    expect((await installation())?.organizationUserId).toBe(admin);
  });

  test('keeps neither tokens nor states nor names in readable form, in the database or the log', async () => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    await browser.go(callback);
    await world.call(admin, '/api/settings');
    const text = JSON.stringify(await dumpDatabase(db)) + world.logged.join('\n');
    const { accessTokens, installs, users } = world.sandbox.world;
    const secrets = [
      ...Object.keys(accessTokens),
      ...installs.map((install) => install.refreshToken),
      ...users.flatMap((user) => [user.name, user.email]),
      world.sandbox.clientSecret,
      callback.searchParams.get('code'),
      callback.searchParams.get('state'),
      'Brightwater',
      'canary-7f3a',
    ];
    expect(secrets.length).toBeGreaterThan(12);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

describe('users of one company', () => {
  test('the first does automatic work, those who follow are personal, all in one account', async () => {
    await world.install(admin);
    await world.install(member);
    expect((await installation())?.organizationUserId).toBe(admin);
    const view = await (await world.call(member, '/api/settings')).json();
    expect(view.connections).toMatchObject([
      { userId: admin, role: 'organization', isYou: false },
      { userId: member, role: 'personal', isYou: true },
    ]);
    expect(view.canChangeSettings).toBe(false);
    expect((await dumpDatabase(db))['accounts']).toHaveLength(1);
  });

  test('who install at the same moment end with one installation, one account and one organization connection', async () => {
    const responses = await Promise.all([admin, otherAdmin, member].map((userId) => world.install(userId)));
    expect(responses.map((response) => response.status)).toEqual([302, 302, 302]);
    const dump = await dumpDatabase(db);
    expect(dump['installations']).toHaveLength(1);
    expect(dump['accounts']).toHaveLength(1);
    const epochs = new Set((await world.deps.connections.list(world.companyId)).map((each) => each.epoch));
    expect([...epochs]).toEqual([(await installation())?.epoch]);
  });

  test('a first user who is no admin and may not add fields is told, and owns the account', async () => {
    await world.install(limited);
    const view = await (await world.call(limited, '/api/settings')).json();
    expect(view.limitations).toEqual(['not_admin', 'cannot_add_fields']);
    expect(view.canChangeSettings).toBe(true);
  });

  test('an install succeeds although permissions cannot be learnt', async () => {
    addFault(world.sandbox.world, { kind: 'html_403', path: '/*/users/*/permissions', count: 10 });
    expect((await world.install(admin)).status).toBe(302);
    expect(await connection(admin)).toMatchObject({ state: 'ok', canAddFields: null });
    world.sandbox.world.faults = [];
  });
});

describe('installing again', () => {
  test('heals a broken connection, keeps its role, settings and epoch, and lets work go on', async () => {
    await world.install(admin);
    await world.install(otherAdmin);
    const before = await installation();
    const broken = await connection(admin);
    if (!broken || !before) throw new Error('not installed');
    await world.deps.connections.markBroken(broken, { reason: 'revoked', at: world.clock.now() });
    await world.deps.installations.setWebsiteField(before, 'website');
    world.events.length = 0;
    await world.install(admin);
    expect(await connection(admin)).toMatchObject({ state: 'ok', brokenReason: null, brokenAt: null });
    expect(await installation()).toMatchObject({
      epoch: before.epoch,
      organizationUserId: admin,
      websiteField: 'website',
    });
    expect(world.events).toEqual([`restored ${world.companyId}`]);
  });

  test('after the company was changed in the consent screen follows users/me, not the earlier install', async () => {
    await world.install(admin);
    const { company } = world.sandbox.world;
    const first = company.id;
    company.id = 8_440_001;
    await world.install(admin);
    company.id = first;
    const rows = (await dumpDatabase(db))['installations'];
    expect(rows).toMatchObject([{ companyId: first }, { companyId: 8_440_001 }]);
    expect(await world.deps.connections.list(first)).toHaveLength(1);
    expect(await world.deps.connections.list(8_440_001)).toHaveLength(1);
  });
});
