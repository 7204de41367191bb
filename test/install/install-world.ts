import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import type { Connection } from 'mongoose';
import { createAccountStore } from '../../server/accounts/account.store.ts';
import { accountForCompany } from '../../server/accounts/account-for-company.ts';
import { createTokens } from '../../server/install/access-token.ts';
import { createFieldNames } from '../../server/install/field-names.ts';
import { createGetInstallation } from '../../server/install/get-installation.ts';
import { createInstallRouter } from '../../server/install/install.routes.ts';
import { createIsConnected } from '../../server/install/install-parts.ts';
import { createInstallStores } from '../../server/install/install-stores.ts';
import type { Eraser } from '../../server/install/installation.ts';
import { createOnBroken } from '../../server/install/on-broken.ts';
import { createVerifySession } from '../../server/install/session-token.ts';
import { createSettingsRouter } from '../../server/install/settings.routes.ts';
import type { SettingsDeps } from '../../server/install/settings-view.ts';
import { createOAuthClient } from '../../server/pipedrive/oauth-client.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { Budget } from '../../server/pipedrive/ports.ts';
import type { Clock } from '../../server/platform/clock.ts';
import type { KeyRing } from '../../server/platform/crypto.ts';
import { createLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { aBudgetStatus } from '../support/budget-status.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { type CookieBrowser, cookieBrowser, locationOf } from './cookie-browser.ts';

/** No limits: what the governor does is not what is tested here. */
const noBudget: Budget = {
  reserve: async () => {},
  refund: async () => {},
  settle: () => {},
  slot: async () => {},
  learn: async () => {},
  pause: async () => {},
  exhausted: async () => new Date(0),
  release: async () => {},
  status: async () =>
    aBudgetStatus({ dailyLimit: 30_000, usedByUsToday: 12, resetsAt: new Date('2026-11-03T00:00:00Z') }),
};

type QueuedJob = { at: Date; name: string; payload: object };

export type InstallWorld = Awaited<ReturnType<typeof startInstallWorld>>;

/** App and pretend Pipedrive, talking over HTTP; only installing is built in. */
export async function startInstallWorld(
  db: Connection,
  options: { clock?: Clock; keys?: KeyRing; erasers?: Eraser[]; canary?: string; timeoutMs?: number } = {},
) {
  const fake: FakeClock = fakeClock({ auto: true });
  const clock = options.clock ?? fake;
  const keys: KeyRing = options.keys ?? [{ id: 'k1', key: randomBytes(32) }];
  const logged: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const events: string[] = [];
  const queued: QueuedJob[] = [];
  /** Companies whose automatic work changed hands, in order. */
  const handovers: number[] = [];

  const app = express().set('query parser', 'simple').use(express.json());
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await startCheckedSandbox({
    appUrl: url,
    clock,
    organizations: 40,
    persons: 5,
    limits: false,
    ...(options.canary !== undefined && { canary: options.canary }),
  });

  const stores = createInstallStores(db);
  const accounts = createAccountStore(db);
  await Promise.all([stores.ensureIndexes(), accounts.ensureIndexes()]);
  const oauth = createOAuthClient({
    oauthUrl: sandbox.url,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    redirectUri: `${url}/oauth/callback`,
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  });
  const note = (what: string) => async (companyId: number) => {
    events.push(`${what} ${companyId}`);
  };
  const onConnectionLost = note('lost');
  /** Another process on the same database: same stores, its own token holder. */
  const newTokens = (ring: KeyRing = keys) =>
    createTokens({
      connections: stores.connections,
      oauth,
      keys: ring,
      clock,
      log,
      onBroken: (key) => createOnBroken(deps)(key),
    });
  const tokens = newTokens();
  const pipedrive = createPipedrive({ clock, log, tokens, budget: noBudget });
  const findAccount = accounts.forCompany;
  const deps: SettingsDeps = {
    ...stores,
    clock,
    log,
    atBoundary: () => undefined,
    keys,
    oauth,
    pipedrive,
    findAccount,
    accountForCompany: (key) => accountForCompany({ accounts, clock, defaultPlan: 'free' }, key),
    options: {
      clientId: sandbox.clientId,
      clientSecret: sandbox.clientSecret,
      appUrl: url,
      webUrlTemplate: `${sandbox.url}/{company}`,
      fieldPrefix: 'Store Leads: ',
      budgetSharePercent: 40,
    },
    jobs: {
      at: async (at, name, payload) => void queued.push({ at, name, payload }),
      cancelFor: async (companyId) => {
        events.push(`jobs cancelled ${companyId}`);
        return queued.splice(0).length;
      },
    },
    erasers: [...(options.erasers ?? []), { name: 'accounts', erase: accounts.remove }],
    onOrganizationUserChanged: async (companyId) => void handovers.push(companyId),
    onConnectionLost,
    onConnectionRestored: note('restored'),
    getInstallation: createGetInstallation({ installations: stores.installations, findAccount, keys }),
    hasActiveRun: async () => false,
    isMapped: async () => false,
    onWebsiteFieldChanged: ({ companyId }) => note('website field changed')(companyId),
    looksLikeWebsite: (text) => /^\S+\.\S+$/.test(text),
    fieldNames: createFieldNames({ pipedrive, clock }),
  };
  const verifySession = createVerifySession({
    clientSecret: sandbox.clientSecret,
    clock,
    isConnected: createIsConnected(stores),
  });
  const routers: Router[] = [createInstallRouter(deps), createSettingsRouter({ ...deps, verifySession })];
  app.use(...routers, errorHandler(log));

  return {
    url,
    sandbox,
    companyId: sandbox.world.company.id,
    clock: fake,
    keys,
    deps,
    accounts,
    tokens,
    newTokens,
    logged,
    events,
    queued,
    handovers,
    /** Takes a browser through the consent screen as a user; gives the callback it is sent to, not yet called. */
    consent: (browser: CookieBrowser, userId: number, decision?: 'allow' | 'cancel') =>
      consentAt(url, sandbox, { browser, userId, decision: decision ?? 'allow' }),
    /** Installs as a user and gives the callback's response. */
    async install(userId: number, browser = cookieBrowser()): Promise<Response> {
      return browser.go(await consentAt(url, sandbox, { browser, userId, decision: 'allow' }));
    },
    /** Calls the app as a frame of Pipedrive would. */
    async call(userId: number, path: string, init: { method?: string; body?: object } = {}) {
      return fetch(`${url}${path}`, {
        method: init.method ?? 'GET',
        headers: {
          authorization: `Bearer ${await sandbox.signedToken(userId)}`,
          'content-type': 'application/json',
        },
        ...(init.body && { body: JSON.stringify(init.body) }),
      });
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await sandbox.close();
    },
  };
}

async function consentAt(
  appUrl: string,
  sandbox: Sandbox,
  { browser, userId, decision }: { browser: CookieBrowser; userId: number; decision: string },
): Promise<URL> {
  const authorize = locationOf(await browser.go(`${appUrl}/install`));
  await browser.go(`${sandbox.url}/session`, { method: 'POST', form: { userId: String(userId), next: '/' } });
  const page = await (await browser.go(authorize)).text();
  const form = Object.fromEntries(
    [...page.matchAll(/type="hidden" name="(client_id|redirect_uri|state|nonce)" value="([^"]*)"/g)].map(
      ([, name, value]) => [String(name), String(value).replaceAll('&amp;', '&')],
    ),
  );
  return locationOf(
    await browser.go(`${sandbox.url}/oauth/authorize`, { method: 'POST', form: { ...form, decision } }),
  );
}
