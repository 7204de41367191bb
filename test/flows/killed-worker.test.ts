import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { forgetLinks, forgetWrites } from './forget.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

beforeAll(ensureBuilt, 300_000);

const moments = killedAt['flows/killed-worker'];
const canary = newCanary();
const patch = 'PATCH /api/v2/organizations/{id}';

/** Runs until the worker kills itself at the boundary, then lets a healthy one finish. */
async function finishedDespite(
  app: PreparedApp,
  path: '/api/scans' | '/api/enrich-all',
  crashAt: { boundary: Boundary; nth: number },
): Promise<RunView> {
  const doomed = await startWorkerProcess(app, app.databaseName, crashAt);
  const id = await app.startRun(path);
  expect(await doomed.ended).toBe('SIGKILL');
  const healthy = await startWorkerProcess(app, app.databaseName);
  try {
    return await app.finished(id);
  } finally {
    await healthy.stop();
  }
}

describe('a worker killed while it scans loses nothing and counts nothing twice', async () => {
  const db = await testDatabase();
  let app: PreparedApp;
  beforeAll(async () => {
    const sandbox = { organizations: 1020, canary };
    app = await preparedApp(db, { sandbox, stores: 120, withoutWork: true, withoutEvents: true });
  });
  afterAll(() => app.close());

  it.each(moments.filter((name) => name.startsWith('scan.')))('at %s', async (boundary) => {
    await forgetLinks(db);
    const run = await finishedDespite(app, '/api/scans', { boundary, nth: 2 });
    const living = app.sandbox.world.organizations.filter((each) => !each.is_deleted).length;
    expect(run).toMatchObject({ state: 'done', planned: living, remaining: 0, failed: {} });
    expect(run.unchanged).toBe(0);
  });
});

describe('a worker killed while it enriches loses no change and repeats at most the call under way', async () => {
  const db = await testDatabase();
  let app: PreparedApp;
  beforeAll(async () => {
    // An event may tell that a call of the killed worker arrived before the run asks: then it counts as unchanged.
    const sandbox = { organizations: 40, canary };
    app = await preparedApp(db, { sandbox, stores: 40, withoutWork: true, withoutEvents: true });
    const worker = await startWorkerProcess(app, db.name);
    await app.finished(await app.startRun('/api/scans'));
    await worker.stop();
    await app.createFields(10);
  });
  afterAll(() => app.close());

  it.each(moments.filter((name) => name.startsWith('enrich.')))('at %s', async (boundary) => {
    await forgetWrites(db, app.sandbox);
    const nth = boundary === 'enrich.planned' || boundary.includes('chunk') ? 1 : 7;
    const before = app.calls()[patch] ?? 0;
    const run = await finishedDespite(app, '/api/enrich-all', { boundary, nth });
    expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {} });
    expect(run.planned).toBeGreaterThan(10);
    expect(run.written).toBe(run.planned);
    // Of the calls under way when the process died, each may have to be sent once more.
    const repeated = (app.calls()[patch] ?? 0) - before - run.written;
    expect(repeated).toBeGreaterThanOrEqual(0);
    expect(repeated).toBeLessThanOrEqual(recordsAtOnce);
    await expectInStep(app);
    if (boundary === 'enrich.patch-answered') await expectPrivate(db, canary, app.log());
  });
});

/** What the app says is in step is so in Pipedrive: asked by the button, which reads live. */
async function expectInStep(app: PreparedApp): Promise<void> {
  const before = app.calls()[patch];
  const matched = app.sandbox.world.organizations.filter((each) => !each.is_deleted).slice(0, 12);
  for (const { id } of matched) await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
  expect(app.calls()[patch]).toBe(before);
}
