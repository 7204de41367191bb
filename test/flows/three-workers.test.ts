import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { runList } from '../../server/runs/runs.contract.ts';
import { nextRandom } from '../sandbox/seed/random.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { checkBalance, type PreparedApp, preparedApp } from './prepared-app.ts';
import { startCrowd, type WorkerCrowd } from './worker-crowd.ts';

/** `WORKERS_KILLED=60` lets it go on for about a minute. */
const kills = Number(process.env['WORKERS_KILLED'] ?? 12);
const chance = { random: 6 };
const patch = 'PATCH /api/v2/organizations/{id}';
const canary = newCanary();
const db = await testDatabase();
const catalog = createCatalogStore(db);
let app: PreparedApp;
let crowd: WorkerCrowd;
let asked = 0;

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, {
    sandbox: { organizations: 90, persons: 5, limits: false, canary, observe: () => void asked++ },
    compose: { inboxOptions: { foldMs: 200 } },
    stores: 120,
    withoutWork: true,
  });
  crowd = await startCrowd(app, 3);
  await waitFor('Pipedrive to be asked for events', () => app.sandbox.world.webhooks.length === 1);
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(12);
}, 300_000);
afterAll(async () => {
  await crowd.stop();
  await app.close();
});

const living = () => app.sandbox.world.organizations.filter(({ is_deleted }) => !is_deleted);
const links = () => db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
const runs = async () => (await app.ask(runList, app.admin, 'GET', '/api/runs')).runs;

/** A release that moves some shops to another town, brought by the weekly run. */
async function publish(): Promise<void> {
  const release = ((await catalog.currentRelease())?.number ?? 0) + 1;
  const ids = (await links())
    .map(({ match }) => String(match.storeId))
    .filter((_, at) => (at + release) % 3 === 0);
  const stores = [...(await catalog.findStores([...new Set(ids)])).values()];
  await catalog.upsertMany(
    stores.map(({ id, domain }) => ({ id, release, domain: { ...domain, city: `Town ${release}` } })),
  );
  await catalog.setRelease({ number: release, publishedAt: new Date() });
  await app.parts.onReleasePublished();
}

/** Keeps work of all kinds going until the sandbox was asked so many times more. */
async function workUntil(calls: number): Promise<void> {
  let looks = 0;
  await waitFor('the workers to get on', async () => {
    if (looks++ % 40 === 10) await publish();
    if (looks % 10 === 0) await app.api(app.admin, 'POST', '/api/enrich-all');
    app.sandbox.people.step(1);
    return asked >= calls;
  });
}

const settled = () =>
  waitFor('everything to be done', async () => {
    await app.sandbox.webhooks.settled();
    const [active, waiting] = await Promise.all([
      db.collection('runs').countDocuments({ settled: false }),
      db.collection('inbox_events').countDocuments({ state: 'waiting' }),
    ]);
    return active === 0 && waiting === 0;
  });

describe(`three workers, of which one is killed ${kills} times in the middle of its work`, () => {
  it('end in the state that people, stores and rules ask for', async () => {
    for (let killed = 0; killed < kills; killed++) {
      await workUntil(asked + 3 + Math.floor(nextRandom(chance) * 10));
      await crowd.replaceOne(nextRandom(chance));
    }
    await settled();
    const kinds = (await runs()).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['scan', 'enrich_all', 'weekly']));

    // What events told of websites is what a look at every organization finds.
    const told = (await links()).map(({ orgId, match }) => [orgId, match.storeId]);
    await app.finished(await app.startRun('/api/scans'));
    const found = (await links()).map(({ orgId, match }) => [orgId, match.storeId]);
    expect(told).toEqual(found);
    const ids = new Set(living().map(({ id }) => id));
    for (const [orgId] of found) expect(ids.has(Number(orgId))).toBe(true);

    // What was rewritten too often on one day waits for a run.
    await app.finished(await app.startRun('/api/enrich-all'));
    await settled();
    const before = app.calls()[patch];
    for (const { orgId } of await links()) {
      const { body } = await app.api(app.admin, 'POST', `/api/organizations/${orgId}/enrich`);
      expect(body).toMatchObject({ enrichment: { state: 'in_step', fieldsWritten: 0 } });
    }
    expect(app.calls()[patch]).toBe(before);
  }, 600_000);

  it('put the town of its shop into every organization', async () => {
    const code = app.sandbox.world.fields.find(({ name }) => name === 'Store Leads: City')?.code ?? '';
    for (const { orgId, match } of await links()) {
      const store = (await catalog.findStores([match.storeId])).get(match.storeId);
      const record = living().find(({ id }) => id === orgId);
      expect(record?.custom_fields[code]).toEqual(Reflect.get(store?.domain ?? {}, 'city'));
    }
  });

  it('made nothing twice', () => {
    const { fields, webhooks } = app.sandbox.world;
    const ours = fields.filter(({ name }) => name.startsWith('Store Leads: '));
    expect(ours).toHaveLength(12);
    expect(new Set(ours.map(({ name }) => name)).size).toBe(ours.length);
    for (const { options } of ours) {
      const labels = (options ?? []).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
    }
    expect(webhooks).toHaveLength(1);
  });

  it('left no event, no lock and no share of a run, and every run counts what it did', async () => {
    expect(await db.collection('inbox_events').countDocuments({ state: { $ne: 'done' } })).toBe(0);
    expect(await db.collection('links').countDocuments({ 'lock.token': { $ne: '' } })).toBe(0);
    expect(await db.collection('links').countDocuments({ pending: { $ne: null } })).toBe(0);
    expect(await db.collection('run_chunks').countDocuments({})).toBe(0);
    expect(await db.collection('run_places').countDocuments({})).toBe(0);
    expect(await db.collection('runs').countDocuments({ driver: { $ne: null } })).toBe(0);
    for (const run of await runs()) {
      checkBalance(run);
      expect(['done', 'superseded', 'done_with_errors']).toContain(run.state);
    }
    await expectPrivate(db, canary, app.log());
  });
});
