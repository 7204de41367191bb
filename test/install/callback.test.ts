import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stateLifeMs } from '../../server/install/oauth-flow.ts';
import { addFault } from '../sandbox/faults/add-fault.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { cookieBrowser } from './cookie-browser.ts';
import { type InstallWorld, startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const admin = 9001;
let world: InstallWorld;

beforeAll(async () => {
  world = await startInstallWorld(db);
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
const exchanges = () => world.sandbox.world.counters.endpoints['POST /oauth/token']?.calls ?? 0;
const stored = async () => {
  const dump = await dumpDatabase(db);
  return ['connections', 'installations', 'accounts'].flatMap((name) => dump[name] ?? []);
};

describe('a callback', () => {
  test('without state stores the grant but hands out no cookie', async () => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    callback.searchParams.delete('state');
    const response = await cookieBrowser().go(callback);
    expect(response.status).toBe(302);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await connection(admin)).toMatchObject({ userId: admin, state: 'ok' });
  });

  test.each([
    [
      'with a state nobody gave out',
      'bad_state',
      (url: URL) => url.searchParams.set('state', 'x'.repeat(43)),
    ],
    ['with an empty state', 'bad_request', (url: URL) => url.searchParams.set('state', '')],
    ['with two states', 'bad_request', (url: URL) => url.searchParams.append('state', 'other')],
    ['without a code', 'code_missing', (url: URL) => url.searchParams.delete('code')],
    ['with an overlong code', 'bad_request', (url: URL) => url.searchParams.set('code', 'c'.repeat(5000))],
  ])('%s is refused, nothing is stored and the code not touched', async (_name, code, spoil) => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    spoil(callback);
    const response = await browser.go(callback);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(code);
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await stored()).toEqual([]);
    expect(exchanges()).toBe(0);
  });

  test('is refused after ten minutes', async () => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    await world.clock.advance(stateLifeMs);
    const response = await browser.go(callback);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('state_expired');
    expect(exchanges()).toBe(0);
  });

  test.each([
    ['another', true],
    ['no', false],
  ])(
    'is refused from a browser with %s cookie, and still good in the right one',
    async (_name, withCookie) => {
      const browser = cookieBrowser();
      const callback = await world.consent(browser, admin);
      const foreign = cookieBrowser();
      if (withCookie) await foreign.go(`${world.url}/install`);
      const response = await foreign.go(callback);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('state_of_other_browser');
      expect(await stored()).toEqual([]);
      expect(exchanges()).toBe(0);
      expect((await browser.go(callback)).status).toBe(302);
    },
  );

  test('that comes twice is good once', async () => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    const answers = await Promise.all([browser.go(callback), browser.go(callback), browser.go(callback)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([302, 400, 400]);
    expect(exchanges()).toBe(1);
  });

  test('after cancelling says so, stores nothing and uses the state up', async () => {
    const browser = cookieBrowser();
    const response = await browser.go(await world.consent(browser, admin, 'cancel'));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('cancelled');
    expect(await stored()).toEqual([]);
    expect((await dumpDatabase(db))['oauth_states']).toEqual([]);
  });

  test('with a code Pipedrive does not know is refused with what to do', async () => {
    const response = await cookieBrowser().go(`${world.url}/oauth/callback?code=${'f'.repeat(40)}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_grant');
    expect(await stored()).toEqual([]);
  });

  test('while Pipedrive is down says so and stores nothing', async () => {
    const browser = cookieBrowser();
    const callback = await world.consent(browser, admin);
    addFault(world.sandbox.world, { kind: 'status', path: '/oauth/token', status: 503 });
    const response = await browser.go(callback);
    expect(response.status).toBe(503);
    expect(await stored()).toEqual([]);
  });

  test('of an app registered with too few scopes is refused in words and taken back', async () => {
    world.sandbox.world.settings.scopes = ['base', 'contacts:full'];
    const response = await world.install(admin);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Missing: contact-fields:full, webhooks:full, users:read');
    expect(await stored()).toEqual([]);
    expect(world.sandbox.world.installs).toEqual([]);
  });
});
