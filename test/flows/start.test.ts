import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { consentAs } from '../support/consent-as.ts';
import { waitFor } from '../support/wait-for.ts';
import { freePorts, holdPort, type Launched, launch, processesNaming } from './launched.ts';

const folder = mkdtempSync(join(tmpdir(), 'store-leads-start-'));
const [port = 0, sandboxPort = 0] = await freePorts(2);
const appUrl = `http://127.0.0.1:${port}`;
const sandboxUrl = `http://localhost:${sandboxPort}`;
/** The sandbox by another name: what a recording proxy in front of it would be. */
const apiDomain = `http://127.0.0.1:${sandboxPort}`;
const environment = {
  PORT: String(port),
  SANDBOX_PORT: String(sandboxPort),
  SANDBOX_API_DOMAIN: apiDomain,
  DATA_DIR: join(folder, 'data'),
  SAMPLE_STORES: '120',
};
const company = 7_310_042;
const admin = 9001;
const otherAdmin = 9002;

let app: Launched;

beforeAll(ensureBuilt, 300_000);
afterAll(async () => {
  await app?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function started(): Promise<Launched> {
  const launched = launch(['app'], environment);
  await launched.printed('Open ');
  return launched;
}

const secrets = (): { clientId: string; clientSecret: string } =>
  JSON.parse(readFileSync(join(folder, 'data', 'sandbox', 'secrets.json'), 'utf8'));

async function settings(): Promise<{ status: number; body: { companyId?: number } }> {
  const token = await new SignJWT({ userId: admin, companyId: company })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(secrets().clientSecret));
  const response = await fetch(`${appUrl}/api/settings`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

/** Installs through the browser's way: Installation URL, consent, callback. */
async function install(): Promise<number> {
  const begun = await fetch(`${appUrl}/install`, { redirect: 'manual' });
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  const callback = await consentAs(
    { url: sandboxUrl },
    { userId: admin },
    begun.headers.get('location') ?? '',
  );
  return (await fetch(callback, { headers: { cookie }, redirect: 'manual' })).status;
}

async function nothingIsLeft(): Promise<void> {
  await waitFor('all processes to end', () => (processesNaming(folder) ?? []).length === 0);
  for (const each of [port, sandboxPort]) await (await holdPort(each)).close();
}

describe('the launcher', { timeout: 180_000 }, () => {
  it('starts all there is and prints one line: the address to open', async () => {
    app = await started();
    expect(app.out()).toBe(`Open ${sandboxUrl}\n`);
    expect(app.err()).toMatch(/^Database: \S/m);
    const health = await fetch(`${appUrl}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await fetch(`${appUrl}/readyz`);
    expect(await ready.json()).toEqual({ status: 'ready', parts: { database: 'ok', jobs: 'ok' } });
    expect((await fetch(sandboxUrl)).status).toBe(200);
    expect(processesNaming(folder)?.length ?? 3).toBeGreaterThan(2);
  });

  it('gives a product that can be installed, on the API origin it was told to hand out', async () => {
    expect(await install()).toBe(302);
    expect(await settings()).toMatchObject({ status: 200, body: { companyId: company } });

    const { clientId, clientSecret } = secrets();
    const redirect = `${appUrl}/oauth/callback`;
    const authorize = `${sandboxUrl}/oauth/authorize?client_id=${clientId}&redirect_uri=${encodeURIComponent(redirect)}`;
    const callback = new URL(await consentAs({ url: sandboxUrl }, { userId: otherAdmin }, authorize));
    const answer = await fetch(`${sandboxUrl}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code') ?? '',
        redirect_uri: redirect,
      }),
    });
    expect(await answer.json()).toMatchObject({ api_domain: apiDomain });
  });

  it('runs a worker and the catalogue command beside it, on the same database', async () => {
    const operator = 'operator-token-of-a-test';
    const watched = { METRICS_PORT: '0', OPERATOR_TOKEN: operator };
    const worker = launch(['worker'], { ...environment, ...watched });
    const stats = launch(['catalog', 'stats', '--json'], environment);
    expect(await stats.ended).toBe(0);
    expect(JSON.parse(stats.out())).toMatchObject({ stores: 120 });
    await worker.printed('Worker ready\n');
    expect(worker.out()).toBe('Worker ready\n');
    const figures = /^Figures: (\S+)$/m.exec(worker.err())?.[1] ?? '';
    expect((await fetch(figures)).status).toBe(401);
    const told = await fetch(figures, { headers: { authorization: `Bearer ${operator}` } });
    const text = await told.text();
    // Depth of the queue, age of what was answered, tokens and outcomes.
    for (const name of [
      'store_leads_webhook_events_waiting 0',
      'store_leads_webhook_wait_seconds_count 0',
      '# TYPE pipedrive_tokens_total counter',
      '# TYPE enriched_records_total counter',
      'store_leads_runs{state="queued"} 0',
    ])
      expect(text).toContain(name);
    expect((await fetch(new URL('/readyz', figures))).status).toBe(200);
    expect((await fetch(new URL('/api/settings', figures))).status).toBe(404);
    expect(await worker.stop()).toBe(0);
    expect((await fetch(`${appUrl}/readyz`)).status).toBe(200);
  });

  it('ends everything when it is told to, and leaves no process and no port taken', async () => {
    expect(await app.stop()).toBe(0);
    expect(app.out().match(/^Open .*$/gm)).toEqual([`Open ${sandboxUrl}`]);
    await nothingIsLeft();
  });

  it('goes on at the next start where it was', async () => {
    app = await started();
    expect(await settings()).toMatchObject({ status: 200, body: { companyId: company } });
    const state = await (await fetch(`${sandboxUrl}/__control/state`)).json();
    expect(state.installs.map(({ userId }: { userId: number }) => userId)).toEqual([admin, otherAdmin]);
    expect(await app.stop()).toBe(0);
    await nothingIsLeft();
  });
});

describe('a start that cannot be', { timeout: 120_000 }, () => {
  it('lists every fault of the configuration at once', async () => {
    const wrong = launch(['app'], { ...environment, PIPEDRIVE_CLIENT_ID: 'an-id', PORT: 'abc' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.out()).toBe('');
    expect(wrong.err()).toMatch(/PORT is malformed: .+\./);
    for (const name of ['PIPEDRIVE_CLIENT_SECRET', 'ENCRYPTION_KEYS']) {
      expect(wrong.err()).toMatch(new RegExp(`${name} is missing: .+\\.`));
    }
    expect(wrong.err()).not.toMatch(/^ +at /m);
    await nothingIsLeft();
  });

  it.each([
    ['PORT', port],
    ['SANDBOX_PORT', sandboxPort],
  ])('says so when %s is taken', async (name, taken) => {
    const other = await holdPort(taken);
    const late = launch(['app'], environment);
    expect(await late.ended).toBe(1);
    await other.close();
    expect(late.out()).toBe('');
    expect(late.err()).toContain('taken');
    expect(late.err()).toContain(name);
    expect(late.err()).not.toMatch(/^ +at /m);
    await nothingIsLeft();
  });
});
