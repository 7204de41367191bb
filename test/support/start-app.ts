import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { type ComposeOptions, compose, type Parts } from '../../server/compose.ts';
import { type Config, readConfig } from '../../server/config.ts';
import { createLog } from '../../server/platform/log.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { type CheckedSandbox, startCheckedSandbox } from './checked-sandbox.ts';
import { consentAs } from './consent-as.ts';

export const operatorToken = 'operator-token-of-the-tests';

/** The whole product in this process: app with worker, and a sandbox whose traffic is checked. */
export type RunningApp = {
  url: string;
  sandbox: CheckedSandbox;
  parts: Parts;
  config: Config;
  /** The settings as a further process of this app needs them. */
  settings: Record<string, string>;
  /** Everything the app logged, as one text. */
  log(): string;
  /** Installs the app for a user by way of its Installation URL and the consent page. */
  install(userId: number): Promise<Response>;
  /** Calls the app's API as the user's panel would. */
  api(
    userId: number,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>;
  /**
   * Calls the app's API and reads the answer by its contract.
   * @throws Error when the app refuses, or its answer is not what the contract says
   */
  ask<T>(contract: z.ZodType<T>, userId: number, method: string, path: string, body?: object): Promise<T>;
  close(): Promise<void>;
};

type Options = {
  db: Connection;
  sandbox?: Partial<SandboxOptions>;
  settings?: Record<string, string>;
  compose?: Partial<ComposeOptions>;
  /** With the key of the pretend Store Leads API. */
  storeLeads?: boolean;
  /** No worker in this process: another one does the work. */
  withoutWork?: boolean;
  /** Pipedrive refuses to send events: what people change is seen only where it is read. */
  withoutEvents?: boolean;
};

/** Starts the product on a database. Ports are free ones; the built client is served from `dist/client`. */
export async function startApp(options: Options): Promise<RunningApp> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startCheckedSandbox({
    ...options.sandbox,
    appUrl: url,
    appOperator: { url, token: operatorToken },
  });
  if (options.withoutEvents)
    sandbox.addFault({ kind: 'status', status: 422, method: 'POST', path: '/api/v1/webhooks', count: 1e9 });
  const feed = options.storeLeads ? storeLeadsSettings(sandbox) : {};
  const settings = { ...settingsFor(url, sandbox), ...feed, ...options.settings };
  const config = readConfig(settings);
  const lines: string[] = [];
  const parts = await compose({
    config,
    db: options.db,
    log: createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
    clientDir: join(import.meta.dirname, '../../dist/client'),
    expressionWorker: join(import.meta.dirname, '../../dist/server/expression-worker.js'),
    workerOptions: { pollMs: 150, leaseMs: 2000 },
    ...options.compose,
  });
  server.on('request', parts.app);
  await parts.prepare();
  if (!options.withoutWork) await parts.startWork();

  const api: RunningApp['api'] = async (userId, method, path, body) => {
    const token = await sandbox.signedToken(userId);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };

  return {
    url,
    sandbox,
    parts,
    config,
    settings,
    log: () => lines.join(''),
    install: (userId) => installAs({ url, sandbox }, userId),
    api,
    async ask(contract, userId, method, path, body) {
      const answer = await api(userId, method, path, body);
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
      return contract.parse(answer.body);
    },
    async close() {
      if (!options.withoutWork) await parts.stopWork();
      server.closeAllConnections();
      server.close();
      await sandbox.close();
    },
  };
}

/** The settings an app needs to work with a sandbox. */
function settingsFor(url: string, sandbox: { url: string; clientId: string; clientSecret: string }) {
  return {
    APP_URL: url,
    PIPEDRIVE_CLIENT_ID: sandbox.clientId,
    PIPEDRIVE_CLIENT_SECRET: sandbox.clientSecret,
    PIPEDRIVE_OAUTH_URL: sandbox.url,
    PIPEDRIVE_WEB_URL: sandbox.url,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: operatorToken,
    DEFAULT_ACCOUNT_PLAN: 'enterprise',
    LOG_LEVEL: 'debug',
  };
}

function storeLeadsSettings({ storeLeads }: CheckedSandbox): Record<string, string> {
  return { STORELEADS_URL: storeLeads.url, STORELEADS_API_KEY: storeLeads.apiKey };
}

async function installAs(app: { url: string; sandbox: CheckedSandbox }, userId: number): Promise<Response> {
  const begun = await fetch(`${app.url}/install`, { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const callback = await consentAs(app.sandbox, { userId }, begun.headers.get('location') ?? '');
  return fetch(callback, { headers: { cookie }, redirect: 'manual' });
}
