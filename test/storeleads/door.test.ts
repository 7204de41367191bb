import { beforeEach, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../server/database/connect.ts';
import { createLog } from '../../server/platform/log.ts';
import { createStoreLeads } from '../../server/storeleads/domains.ts';
import { createDoor } from '../../server/storeleads/http.ts';
import { createPaceStore } from '../../server/storeleads/pace.store.ts';
import { cut, hang, json, oddServer, raw } from '../pipedrive/odd-server.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { testDatabase, testServer } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const pace = createPaceStore(db);
const bulk = '/store-leads/*/domain/bulk';
const hosts = Array.from({ length: 1200 }, (_, i) => shopHost(i).host);

let sandbox: Sandbox;
let clock: FakeClock;
let log: string[];

beforeEach(async () => {
  clock = fakeClock({ auto: true });
  log = [];
  await db.collection('store_leads_pace').deleteMany({});
  sandbox = await startSandbox({ appUrl: 'http://127.0.0.1:1', clock, organizations: 1, persons: 1 });
  return () => sandbox.close();
});

function storeLeads(at: { url: string; apiKey: string } = sandbox.storeLeads) {
  const destination = { write: (line: string) => void log.push(line) };
  return createStoreLeads(
    createDoor({ ...at, pace, clock, log: createLog({ level: 'debug', destination }) }),
  );
}

const statuses = () => sandbox.world.counters.endpoints['store-leads POST /domain/bulk']?.statuses ?? {};
const names = (found: unknown[]) => found.map((store) => (store as { name: string }).name);

describe('asking Store Leads', () => {
  it('asks in blocks of a hundred, each name once, for all attributes or some', async () => {
    sandbox.world.settings.limits = false;
    const asked = [...hosts.slice(0, 700), hosts[0] ?? '', 'nobody.example'];
    const all = await storeLeads().domains(asked, { patience: 'work' });
    expect(names(all).sort()).toEqual(hosts.slice(0, 700).sort());
    const some = await storeLeads().domains(hosts.slice(700), { patience: 'work', fields: ['name', 'rank'] });
    expect(names(some).sort()).toEqual(hosts.slice(700).sort());
    expect(Object.keys(Object(some[0])).sort()).toEqual(['name', 'rank']);
    expect(statuses()).toEqual({ 200: 8 + 5 });
  });

  it('keeps a pace of five a second over all processes', async () => {
    const now = clock.now();
    const second = await connectDatabase(testServer().uri, db.name);
    const stores = [pace, createPaceStore(second)];
    const moments = await Promise.all(
      Array.from({ length: 24 }, (_, i) => (stores[i % 2] ?? pace).reserve(now, 210, 60_000)),
    );
    await second.close();
    const after = moments.map((moment) => (moment?.getTime() ?? 0) - now.getTime()).sort((a, b) => a - b);
    expect(after).toEqual(Array.from({ length: 24 }, (_, i) => i * 210));
  });

  it('is held up neither by a clock that is far ahead nor by a pause that has ended', async () => {
    const now = clock.now();
    await pace.reserve(new Date(now.getTime() + 3_600_000), 210, 60_000);
    expect(await pace.reserve(now, 210, 60_000)).toEqual(now);
    await pace.block(new Date(now.getTime() - 1000));
    expect(await pace.blockedUntil(now)).toBeNull();
    expect((await pace.reserve(now, 210, 60_000))?.getTime()).toBe(now.getTime() + 210);
    // Who does not wait takes no place in the queue.
    for (let i = 0; i < 50; i += 1) expect(await pace.reserve(now, 210, 100)).toBeNull();
    expect((await pace.reserve(now, 210, 60_000))?.getTime()).toBe(now.getTime() + 420);
  });

  it('waits as long as Retry-After says when somebody else uses the key, all processes together', async () => {
    const server = await oddServer(
      raw(429, 'slow down', { 'retry-after': '7' }),
      json(200, { domains: [{ name: 'a.example' }] }),
    );
    const begun = clock.now().getTime();
    const at = { url: server.url, apiKey: 'key' };
    expect(names(await storeLeads(at).domains(['a.example'], { patience: 'work' }))).toEqual(['a.example']);
    expect(clock.now().getTime() - begun).toBeGreaterThanOrEqual(7000);
    await pace.block(new Date(clock.now().getTime() + 20_000));
    const blocked = clock.now().getTime();
    await storeLeads(at).domains(['a.example'], { patience: 'work' });
    expect(clock.now().getTime() - blocked).toBeGreaterThanOrEqual(20_000);
    // Nobody in front of a screen is kept waiting that long.
    await pace.block(new Date(clock.now().getTime() + 20_000));
    await expect(storeLeads(at).domains(['a.example'], { patience: 'screen' })).rejects.toMatchObject({
      code: 'store_leads_busy',
      retry: true,
    });
    expect(server.seen).toHaveLength(3);
  });

  it.each([
    ['a server error in plain text', 'text', 503],
    ['an error in a 200', 'error_200', 200],
    ['a page of HTML', 'html_403', 403],
    ['a lost answer', 'timeout_after', undefined],
  ] as const)('asks again after %s', async (_, kind, status) => {
    sandbox.addFault({ kind, path: bulk, count: 2, how: 'cut', ...(status && { status }) });
    const found = await storeLeads().domains(hosts.slice(0, 3), { patience: 'work' });
    expect(names(found).sort()).toEqual(hosts.slice(0, 3).sort());
    expect(clock.naps).toEqual(expect.arrayContaining([1000, 4000]));
  });

  it('gives up after a few attempts, sooner for a person, and says whether a repetition helps', async () => {
    const unavailable = { code: 'store_leads_unavailable', retry: true, status: 503 };
    const broken = await oddServer(
      raw(200, '{"domains": [{"name": "half.exam', { 'content-type': 'text/html' }),
    );
    const at = { url: broken.url, apiKey: 'key' };
    await expect(storeLeads(at).domains(['a.example'], { patience: 'work' })).rejects.toMatchObject(
      unavailable,
    );
    expect(broken.seen).toHaveLength(4);
    await expect(storeLeads(at).domains(['a.example'], { patience: 'screen' })).rejects.toMatchObject(
      unavailable,
    );
    expect(broken.seen).toHaveLength(6);
    const gone = await oddServer(cut);
    const dead = storeLeads({ url: gone.url, apiKey: 'key' }).domains(['a.example'], { patience: 'screen' });
    await expect(dead).rejects.toMatchObject(unavailable);
  });

  it('does not repeat what no repetition helps', async () => {
    const wrongKey = storeLeads({ ...sandbox.storeLeads, apiKey: 'wrong' });
    await expect(wrongKey.domains(['a.example'], { patience: 'work' })).rejects.toMatchObject({
      code: 'store_leads_key_refused',
      retry: false,
      report: true,
    });
    expect(statuses()).toEqual({ 401: 1 });
    const plan = await oddServer(raw(403, 'your plan has no API'), json(400, { error: 'bad' }));
    const at = { url: plan.url, apiKey: 'key' };
    const ask = () => storeLeads(at).domains(['a.example'], { patience: 'work' });
    await expect(ask()).rejects.toMatchObject({ code: 'store_leads_key_refused' });
    await expect(ask()).rejects.toMatchObject({ code: 'store_leads_refused' });
    expect(plan.seen).toHaveLength(2);
  });

  it('takes an answer of another shape for one that knows nobody, and never follows a redirect', async () => {
    const server = await oddServer(
      json(200, { stores: [] }),
      json(200, [1]),
      raw(302, '', { location: 'http://127.0.0.1:1/elsewhere' }),
    );
    const at = { url: server.url, apiKey: 'key' };
    expect(await storeLeads(at).domains(['a.example'], { patience: 'work' })).toEqual([]);
    expect(await storeLeads(at).domains(['a.example'], { patience: 'work' })).toEqual([]);
    const redirected = storeLeads(at).domains(['a.example'], { patience: 'work' });
    await expect(redirected).rejects.toMatchObject({ code: 'store_leads_refused' });
    expect(await storeLeads(at).domains([], { patience: 'work' })).toEqual([]);
    expect(server.seen).toHaveLength(3);
  });

  it('stops when told to, and keeps names and key out of the log', async () => {
    const server = await oddServer(hang);
    const stop = new AbortController();
    const asked = storeLeads({ url: server.url, apiKey: 'secret-key' }).domains(['canary.example'], {
      patience: 'work',
      signal: stop.signal,
    });
    stop.abort(new Error('stopped'));
    await expect(asked).rejects.toThrow('stopped');
    await storeLeads().domains(['canary.example'], { patience: 'work' });
    expect(log.join('')).toContain('Store Leads was asked');
    expect(log.join('')).not.toMatch(/canary|secret-key/);
    expect(log.join('')).not.toContain(sandbox.storeLeads.apiKey);
  });
});
