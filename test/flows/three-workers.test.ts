import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { createFieldsResult } from '../../server/mapping/mapping.contract.ts';
import { nextRandom } from '../sandbox/seed/random.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { type CrowdModel, crowdModel } from './crowd-model.ts';
import { checkBalance, type PreparedApp, preparedApp } from './prepared-app.ts';
import { startCrowd, type WorkerCrowd } from './worker-crowd.ts';

/** The checks of every change have time for five; `WORKERS_KILLED=60` makes it the full minute of kills. */
const kills = Number(process.env['WORKERS_KILLED'] ?? 5);
/** The clock of the scenario, which nothing waits for to be true: whatever is under way when it strikes is hit. */
const betweenKillsMs = 1000;
const chance = { random: 6 };
const patch = 'PATCH /api/v2/organizations/{id}';
const canary = newCanary();
const db = await testDatabase();
const catalog = createCatalogStore(db);
let app: PreparedApp;
let crowd: WorkerCrowd;
let model: CrowdModel;
let storeIds: string[];
let asked = 0;

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, {
    sandbox: { organizations: 40, persons: 5, limits: false, canary, observe: () => void asked++ },
    compose: { inboxOptions: { foldMs: 200 } },
    stores: 80,
    withoutWork: true,
  });
  const stores = await db.collection<{ _id: string }>('stores').find().toArray();
  storeIds = stores.map(({ _id }) => _id);
  model = crowdModel(storeIds);
  crowd = await startCrowd(app, 3);
  await waitFor('Pipedrive to be asked for events', () => app.sandbox.world.webhooks.length === 1);
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(11);
  const town = { objectType: 'organization', create: ['city'], takeOver: [] };
  await app.ask(createFieldsResult, app.admin, 'POST', '/api/mapping/fields', town);
}, 300_000);
afterAll(async () => {
  await crowd.stop();
  await app.close();
});

const links = () => db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
const stored = async () => (await links()).map(({ orgId, match }) => [orgId, match.storeId]);

/** A release that moves some shops to another town, brought by the weekly run. */
async function publish(): Promise<void> {
  const release = ((await catalog.currentRelease())?.number ?? 0) + 1;
  const ids = (await links())
    .map(({ match }) => String(match.storeId))
    .filter((_, at) => (at + release) % 3 === 0);
  const stores = [...(await catalog.findStores([...new Set(ids)])).values()];
  const town = `Town ${release}`;
  await catalog.upsertMany(
    stores.map(({ id, domain }) => ({ id, release, domain: { ...domain, city: town } })),
  );
  const ofModel = stores.map(({ id }) => id);
  model.moved(ofModel, town);
  await catalog.setRelease({ number: release, publishedAt: new Date() });
  await app.parts.onReleasePublished();
}

/** Somebody types the address of a known shop into an organization chosen at random. */
function typeShop(): void {
  const living = app.sandbox.world.organizations.filter(({ is_deleted }) => !is_deleted);
  const one = <T>(list: readonly T[]) => list[Math.floor(nextRandom(chance) * list.length)];
  const by = { userId: app.admin, source: 'app' } as const;
  const website = `https://${one(storeIds)}`;
  app.sandbox.deps.records.change('organization', one(living)?.id ?? 0, { website }, by);
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

describe(`three workers, of which one is killed every second, ${kills} times`, () => {
  it('end in the state that people, stores and rules ask for', async () => {
    const before = asked;
    for (let killed = 0; killed < kills; killed++) {
      const second = passed(betweenKillsMs);
      app.sandbox.people.step(4);
      for (let shops = 0; shops < 3; shops++) typeShop();
      if (killed % 3 === 0) await publish();
      if (killed % 3 === 1) await app.api(app.admin, 'POST', '/api/enrich-all');
      await second;
      await crowd.replaceOne(nextRandom(chance));
    }
    await settled();
    expect(asked - before).toBeGreaterThan(kills);
    const kinds = await db.collection('runs').distinct('kind');
    expect(kinds.sort()).toEqual(expect.arrayContaining(['enrich_all', 'scan', 'weekly']));

    // What events told of websites is what the model says, and what a look at every organization finds.
    const told = await stored();
    await app.finished(await app.startRun('/api/scans'));
    expect(told).toEqual(await stored());

    // What was rewritten too often on one day waits for a run.
    await app.finished(await app.startRun('/api/enrich-all'));
    await settled();
    const patches = app.calls()[patch];
    for (const { orgId } of await links()) {
      const { body } = await app.api(app.admin, 'POST', `/api/organizations/${orgId}/enrich`);
      expect(body).toMatchObject({ enrichment: { state: 'in_step', fieldsWritten: 0 } });
    }
    expect(app.calls()[patch]).toBe(patches);
  }, 600_000);

  it('leave the links and the towns of the model', async () => {
    const { fields, organizations } = app.sandbox.world;
    const code = fields.find(({ name }) => name === 'Store Leads: City')?.code;
    if (code === undefined) throw new Error('there is no field for the town');
    const held = new Map((await links()).map(({ orgId, match }) => [orgId, match.storeId]));
    const expected = model.linksOf(organizations);
    expect(expected.size).toBeGreaterThan(5);
    for (const [orgId, storeId] of expected) expect(held.get(orgId), `organization ${orgId}`).toBe(storeId);
    const gone = organizations.filter(({ is_deleted }) => is_deleted);
    for (const { id } of gone) expect(held.has(id), `organization ${id}`).toBe(false);
    let inNewTown = 0;
    for (const [orgId, storeId] of held) {
      const town = model.townOf(storeId);
      if (town === undefined) continue;
      inNewTown++;
      const record = organizations.find(({ id }) => id === orgId);
      expect(record?.custom_fields[code], `organization ${orgId}`).toBe(town);
    }
    expect(inNewTown).toBeGreaterThan(0);
  });

  it('make nothing twice', () => {
    const { fields, webhooks } = app.sandbox.world;
    const ours = fields.filter(({ name }) => name.startsWith('Store Leads: '));
    expect(new Set(ours.map(({ name }) => name)).size).toBe(12);
    expect(ours).toHaveLength(12);
    for (const { options } of ours) {
      const labels = (options ?? []).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
    }
    expect(webhooks).toHaveLength(1);
  });

  it('leave no event, no lock and no share of a run, and every run counts what it did', async () => {
    const left = async (name: string, filter: object) => db.collection(name).countDocuments(filter);
    expect(await left('inbox_events', { state: { $ne: 'done' } })).toBe(0);
    expect(await left('links', { 'lock.token': { $ne: '' } })).toBe(0);
    expect(await left('links', { pending: { $ne: null } })).toBe(0);
    // Those of a process that died after it had settled its run go with the daily tidying.
    const runIds = await db.collection<{ runId: string }>('run_chunks').distinct('runId');
    const settledRuns = { _id: { $in: runIds as never[] }, settled: true };
    expect(await left('runs', settledRuns)).toBe(runIds.length);
    expect(await left('run_places', {})).toBe(0);
    expect(await left('runs', { driver: { $ne: null } })).toBe(0);
    for (const { _id } of await db.collection('runs').find().toArray()) {
      const run = await app.run(String(_id));
      checkBalance(run);
      expect(['done', 'superseded', 'done_with_errors']).toContain(run.state);
    }
    await expectPrivate(db, canary, app.log());
  });
});
