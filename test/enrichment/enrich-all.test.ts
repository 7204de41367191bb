import request from 'supertest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { resumeAfterConnection, resumeAfterPlan } from '../../server/runs/pause-runs.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { admin, ownCollections, type Process, sources, startWorld, type World } from './enrichment-world.ts';

const db = await testDatabase();
let world: World;
let processes: Process[] = [];
/** Organizations linked to a store, by id. */
let linked: number[];

function begin(...hooks: Parameters<World['startProcess']>): Process {
  const process = world.startProcess(...hooks);
  process.worker.start();
  processes.push(process);
  return process;
}

beforeEach(async () => {
  world = await startWorld(db, { organizations: 60, canary: ' CANARY-7f3a' });
  const scanner = begin();
  await world.scanned(scanner);
  await scanner.worker.stop();
  linked = await world.stores.links.enrichableIds(installation(), 0, 1000);
  world.calls.length = 0;
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.worker.stop()));
  processes = [];
  await world.close();
});

function installation() {
  const found = world.installations.get(world.companyId);
  if (!found) throw new Error('not installed');
  return found;
}

/** What an organization holds in the fields we fill, by source. */
const held = (id: number) =>
  Object.fromEntries(
    sources.map((source) => [source, world.organization(id).custom_fields[world.codeOf(source)] ?? null]),
  );

async function enrichAll(process: Process) {
  const run = await world.startRun(process, 'enrich_all');
  return world.runIn(process, run.id, ['done', 'done_with_errors']);
}

const pausing = (process: Process) => ({ runs: world.stores.runs, wake: process.worker.wake });

describe('Enrich all', () => {
  test('writes every linked organization once, and a second time nothing at all', async () => {
    const process = begin();
    const first = await enrichAll(process);
    expect(first).toMatchObject({
      state: 'done',
      planned: linked.length,
      written: linked.length,
      remaining: 0,
    });
    expect(first.tokensUsed).toBe(linked.length * 5);
    expect(world.count('updateOrganization')).toBe(linked.length);
    expect(held(linked[0] ?? 0)['title']).toEqual(expect.any(String));

    world.calls.length = 0;
    const second = await enrichAll(process);
    expect(second).toMatchObject({
      state: 'done',
      planned: linked.length,
      unchanged: linked.length,
      written: 0,
    });
    expect(world.calls.filter((call) => call.name !== 'listCurrencies')).toEqual([]);
  });

  test('two processes share a run, and no record is written twice', async () => {
    const [one, other] = [begin(), begin()];
    const view = await enrichAll(one);
    expect(other.life.dead).toBe(false);
    expect(view.written).toBe(linked.length);
    expect(world.count('updateOrganization')).toBe(linked.length);
  });

  test('a record somebody else holds is waited for, not written at the same time', async () => {
    const [id = 0] = linked;
    const key = { companyId: world.companyId, epoch: installation().epoch, orgId: id };
    const until = new Date(Date.now() + 60_000);
    expect(await world.stores.links.lock(key, { token: 'other', until }, new Date())).not.toBeNull();
    const process = begin();
    const run = await world.startRun(process, 'enrich_all');
    await waitFor('all others', async () => world.count('updateOrganization') === linked.length - 1);
    expect(held(id)['title']).toBeNull();
    await world.stores.links.unlock(key, 'other');
    expect((await world.runIn(process, run.id, ['done'])).written).toBe(linked.length);
    expect(held(id)['title']).not.toBeNull();
  });

  const boundaries: Boundary[] = [
    'enrich.planned',
    'enrich.chunk-claimed',
    'enrich.pending-written',
    'enrich.patch-answered',
    'enrich.confirmed',
    'enrich.chunk-finished',
  ];
  test.each(boundaries)('a process that dies at %s leaves a run that another finishes', async (boundary) => {
    let passed = 0;
    const dying = begin({
      atBoundary(name) {
        // In the middle of the records where it comes once a record.
        if (name === boundary && ++passed === (perRecord.has(name) ? 9 : 1)) throw new Error('killed');
      },
    });
    const run = await world.startRun(dying, 'enrich_all');
    await waitFor('the process to die', () => dying.life.dead);
    const heir = begin();
    const view = await world.runIn(heir, run.id, ['done']);
    expect(view).toMatchObject({ planned: linked.length, remaining: 0 });
    expect(view.written + view.unchanged).toBe(linked.length);
    for (const id of linked) expect(held(id)['platform'], `organization ${id}`).not.toBeNull();
    // At most what was under way when the process died is sent again.
    expect(world.count('updateOrganization')).toBeLessThanOrEqual(linked.length + 4);

    world.calls.length = 0;
    expect((await enrichAll(heir)).unchanged).toBe(linked.length);
    expect(world.count('updateOrganization')).toBe(0);
  });
  const perRecord = new Set<Boundary>([
    'enrich.pending-written',
    'enrich.patch-answered',
    'enrich.confirmed',
  ]);

  test('a field Pipedrive refuses is dropped, noted, shown as broken, and the others are written', async () => {
    const code = world.codeOf('city');
    const field = world.sandbox.world.fields.find((candidate) => candidate.code === code);
    if (field) field.isDeleted = true;
    const process = begin();
    const view = await enrichAll(process);
    expect(view).toMatchObject({ state: 'done', failed: {} });
    expect(view.written).toBe(linked.length);
    expect(world.mapping.entries.find((entry) => entry.source === 'city')?.broken?.code).toBe(
      'field_refused',
    );
    expect(held(linked[0] ?? 0)['title']).not.toBeNull();
    const links = await Promise.all(linked.map((id) => world.stores.links.get(world.companyId, id)));
    expect(links.some((link) => link?.last?.notes.some((note) => note.code === 'field_refused'))).toBe(true);
    expect(world.count('updateOrganization')).toBeLessThan(linked.length * 2);
  });

  test('a deleted organization is skipped, and its mark counts once', async () => {
    const [id = 0] = linked;
    world.gate.before = (name, orgId) => {
      if (name === 'updateOrganization' && orgId === id) throw pipedriveError('record_gone');
    };
    const process = begin();
    const view = await enrichAll(process);
    expect(view).toMatchObject({ written: linked.length - 1, skipped: { record_gone: 1 } });
    const link = await world.stores.links.get(world.companyId, id);
    expect(link).toMatchObject({ gone: true, domains: [] });
    expect((await enrichAll(process)).planned).toBe(linked.length - 1);
  });

  test('records Pipedrive does not answer for have failed, and are sent again by the next run', async () => {
    const [id = 0] = linked;
    world.gate.before = (name, orgId) => {
      if (name === 'updateOrganization' && orgId === id) throw pipedriveError('pipedrive_unavailable');
    };
    const process = begin();
    expect(await enrichAll(process)).toMatchObject({
      state: 'done_with_errors',
      failed: { pipedrive_unavailable: 1 },
    });
    expect((await world.stores.links.get(world.companyId, id))?.knowledge.pending).not.toBeNull();
    world.gate.before = null;
    expect(await enrichAll(process)).toMatchObject({
      state: 'done',
      written: 1,
      unchanged: linked.length - 1,
    });
    expect((await world.stores.links.get(world.companyId, id))?.knowledge.pending).toBeNull();
  });

  test('waits when the budget is used up, counts nothing as failed, and goes on after the reset', async () => {
    let left = 10;
    world.gate.before = (name) => {
      if (name !== 'updateOrganization' || left-- !== 0) return;
      throw pipedriveError('budget_exhausted', { resumesAt: new Date(Date.now() + 3_600_000).toISOString() });
    };
    const process = begin();
    const run = await world.startRun(process, 'enrich_all');
    const paused = await world.runIn(process, run.id, ['paused']);
    expect(paused).toMatchObject({ pauseReason: 'budget', failed: {} });
    expect(paused.resumesAt).not.toBeNull();
    await world.resetBudget();
    const done = await world.runIn(process, run.id, ['done']);
    expect(done).toMatchObject({ written: linked.length, failed: {} });
    expect(world.count('updateOrganization')).toBe(linked.length);
  });

  test('waits for a connection, and for a plan that includes it', async () => {
    const process = begin();
    world.installations.set(world.companyId, { ...installation(), organizationUserId: null });
    const run = await world.startRun(process, 'enrich_all');
    expect((await world.runIn(process, run.id, ['paused'])).pauseReason).toBe('connection');
    world.installations.set(world.companyId, {
      ...installation(),
      organizationUserId: admin,
      plan: 'premium',
    });
    expect(await resumeAfterConnection(pausing(process), world.companyId)).toBe(1);
    expect((await waitPaused(process, run.id, 'plan')).pauseReason).toBe('plan');
    world.installations.set(world.companyId, { ...installation(), plan: 'pro' });
    expect(await resumeAfterPlan(pausing(process), world.companyId)).toBe(1);
    await world.runIn(process, run.id, ['done']);
  });

  async function waitPaused(process: Process, id: string, reason: string) {
    return waitFor(`the run to wait for ${reason}`, async () => {
      const view = await world.runIn(process, id, ['paused', 'running', 'queued']);
      return view.pauseReason === reason && view;
    });
  }

  test('a stopping worker finishes the records under way and hands back the rest', async () => {
    const process = begin();
    const run = await world.startRun(process, 'enrich_all');
    await waitFor('some records', () => world.count('updateOrganization') >= 5);
    await process.worker.stop();
    const links = await Promise.all(linked.map((id) => world.stores.links.get(world.companyId, id)));
    expect(links.filter((link) => link?.lock)).toEqual([]);
    expect(links.filter((link) => link?.last).length).toBe(world.count('updateOrganization'));
    const chunk = await db.collection('run_chunks').findOne({ done: false });
    expect(chunk?.['token'] ?? null).toBeNull();
    expect((await world.runIn(begin(), run.id, ['done'])).written).toBe(linked.length);
    expect(world.count('updateOrganization')).toBe(linked.length);
  });

  test('a cancelled run stops, keeps what it did, and lets another start', async () => {
    const process = begin();
    const look = world.stores.runs.isGoing;
    let notice = () => {};
    const noticed = new Promise<void>((resolve) => {
      notice = resolve;
    });
    world.stores.runs.isGoing = async (asked) => {
      const going = await look(asked);
      if (!going) setImmediate(notice);
      return going;
    };
    let calls = 0;
    const cancelled = new Promise<void>((resolve) => {
      world.gate.before = async (name) => {
        if (name !== 'updateOrganization' || ++calls < 5) return;
        if (calls === 5) {
          const [active] = await world.stores.runs.list(world.companyId, 1);
          await request(process.app).post(`/api/runs/${active?.id}/cancel`).expect(200);
          resolve();
        }
        // Nothing more is sent before the worker has heard of it.
        await noticed;
      };
    });
    const run = await world.startRun(process, 'enrich_all');
    await cancelled;
    await waitFor(
      'the run to settle',
      async () => (await world.stores.runs.get(world.companyId, run.id))?.settled,
    );
    const view = await world.runIn(process, run.id, ['cancelled']);
    expect(view.written).toBe(world.count('updateOrganization'));
    expect(view.remaining).toBeGreaterThan(0);
    world.gate.before = null;
    expect(await enrichAll(process)).toMatchObject({ written: view.remaining, unchanged: view.written });
  });

  test('an uninstall in the middle leaves no row, and nothing is written to Pipedrive afterwards', async () => {
    const process = begin();
    let uninstalledAt = Number.POSITIVE_INFINITY;
    world.gate.before = async (name) => {
      if (name !== 'updateOrganization' || uninstalledAt < Number.POSITIVE_INFINITY) return;
      uninstalledAt = 0;
      await world.uninstall();
      uninstalledAt = world.count('updateOrganization');
    };
    await world.startRun(process, 'enrich_all');
    await waitFor(
      'the uninstall',
      () => (uninstalledAt > 0 && uninstalledAt < Number.POSITIVE_INFINITY) || uninstalledAt === 0,
    );
    await process.worker.stop();
    for (const name of ownCollections) expect(await db.collection(name).countDocuments(), name).toBe(0);
    // What was being sent at that moment may have arrived; nothing was begun later.
    expect(world.count('updateOrganization')).toBeLessThanOrEqual(4);
  });

  test('stores nothing of the customer but ids, hosts, times, tags and codes', async () => {
    const process = begin();
    await enrichAll(process);
    const dump = await dumpDatabase(db);
    const own = JSON.stringify(ownCollections.map((name) => dump[name]));
    expect(own).not.toContain('CANARY');
    expect(world.lines.join('')).not.toContain('CANARY');
    expect(Object.keys(dump['links']?.[0] ?? {}).sort()).toEqual(
      [
        '_id',
        'companyId',
        'epoch',
        'orgId',
        'domains',
        'updateTime',
        'match',
        'scanRunId',
        'gone',
        'notStoreIds',
        'chosenStoreId',
        'doNotEnrich',
        'enrichable',
        'confirmed',
        'pending',
        'lock',
        'rev',
        'last',
      ].sort(),
    );
    const organization = world.organization(linked[0] ?? 0);
    for (const secret of [organization.name, held(organization.id)['title']]) {
      expect(own).not.toContain(JSON.stringify(secret));
    }
  });
});
