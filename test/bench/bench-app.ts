import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Connection } from 'mongoose';
import { freePort } from '../../server/database/guarded-process.ts';
import { consentAs } from '../support/consent-as.ts';
import { type BenchSandbox, startBenchSandbox } from './bench-sandbox.ts';
import { type Child, cpuSeconds, memoryMb, startChild, untilReady } from './child.ts';

/** Where the app finds the bench's database, and what else its process is started with. */
export type Surroundings = {
  db: Connection;
  environment: Record<string, string | undefined>;
  /** Folder for processor profiles. */
  profile: string | undefined;
};

export type BenchApp = {
  sandbox: BenchSandbox;
  db: Connection;
  /** Calls the app's API as the admin's settings page would. */
  api(method: string, path: string, body?: object): Promise<unknown>;
  /** What a scraper reads. */
  metrics(): Promise<string>;
  install(): Promise<void>;
  /** Ends the app's process and starts a new one: what it kept in memory is gone. */
  restart(): Promise<void>;
  /** Largest resident memory of the app's process so far, in MB; 0 where the system does not tell. */
  peakMemoryMb(): number;
  /** The same as it is now. */
  memoryMb(): number;
  /** Processor time of the app's process so far; 0 where the system does not tell. */
  cpuSeconds(): number;
  stop(): Promise<void>;
};

/** Starts a sandbox and the app, as built, in processes of their own. */
export async function startBenchApp(
  { db, environment, profile }: Surroundings,
  company: { organizations: number; limits: boolean },
): Promise<BenchApp> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startBenchSandbox({ ...company, appUrl: url });
  const settings = {
    ...environment,
    PORT: String(port),
    APP_URL: url,
    MONGODB_DATABASE: db.name,
    PIPEDRIVE_CLIENT_ID: sandbox.clientId,
    PIPEDRIVE_CLIENT_SECRET: sandbox.clientSecret,
    PIPEDRIVE_OAUTH_URL: sandbox.url,
    PIPEDRIVE_WEB_URL: sandbox.url,
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    DEFAULT_ACCOUNT_PLAN: 'enterprise',
    SAMPLE_STORES: '0',
    OPERATOR_TOKEN: randomBytes(16).toString('hex'),
    LOG_LEVEL: 'error',
  };
  const start = async (): Promise<Child> => {
    const execArgv = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const child = startChild('app-child', { environment: settings, execArgv });
    await untilReady(child, (heard) => (/^Open /m.test(String(heard)) ? true : undefined));
    return child;
  };
  let child = await start();

  return {
    sandbox,
    db,
    async api(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await signedToken(sandbox)}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async metrics() {
      const headers = { authorization: `Bearer ${settings.OPERATOR_TOKEN}` };
      return (await fetch(`${url}/metrics`, { headers })).text();
    },
    install: () => install(url, sandbox),
    async restart() {
      await child.stop();
      child = await start();
    },
    peakMemoryMb: () => memoryMb(child.process.pid, 'peak') ?? 0,
    memoryMb: () => memoryMb(child.process.pid, 'now') ?? 0,
    cpuSeconds: () => cpuSeconds(child.process.pid) ?? 0,
    async stop() {
      await child.stop();
      await sandbox.stop();
    },
  };
}

function signedToken({ companyId, admin, clientSecret }: BenchSandbox): Promise<string> {
  return new SignJWT({ userId: admin, companyId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(clientSecret));
}

/** Through the Installation URL and the consent page, as a person does. */
async function install(url: string, sandbox: BenchSandbox): Promise<void> {
  const begun = await fetch(`${url}/install`, { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consent = { userId: sandbox.admin };
  const callback = await consentAs(sandbox, consent, begun.headers.get('location') ?? '');
  const installed = await fetch(callback, { headers: { cookie }, redirect: 'manual' });
  if (installed.status !== 302) throw new Error(`Installing answered ${installed.status}`);
}
