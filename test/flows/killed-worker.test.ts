import type { Connection } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Boundary } from '../../server/platform/boundaries.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

beforeAll(ensureBuilt, 300_000);

const moments = killedAt['flows/killed-worker'];
const canary = newCanary();
const patch = 'PATCH /api/v2/organizations/{id}';
const databases = Object.fromEntries(
  await Promise.all(moments.map(async (name) => [name, await testDatabase()] as const)),
);

/** Runs until the worker kills itself at the boundary, then lets a healthy one finish. */
async function withKilledWorker(
  boundary: Boundary,
  options: { organizations: number; stores: number; nth: number; prepare(app: PreparedApp): Promise<void> },
  path: '/api/scans' | '/api/enrich-all',
  check: (app: PreparedApp, run: RunView, db: Connection) => Promise<void> | void,
): Promise<void> {
  const db = databases[boundary];
  if (!db) throw new Error('no database');
  const { organizations, stores, nth, prepare } = options;
  // An event may tell that a call of the killed worker arrived before the run asks: then it counts as unchanged.
  const world = { sandbox: { organizations, canary }, stores, withoutWork: true, withoutEvents: true };
  const app = await preparedApp(db, world);
  let healthy: WorkerProcess | undefined;
  try {
    await prepare(app);
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth });
    const id = await app.startRun(path);
    expect(await doomed.ended).toBe('SIGKILL');
    healthy = await startWorkerProcess(app, db.name);
    await check(app, await app.finished(id), db);
  } finally {
    await healthy?.stop();
    await app.close();
  }
}

async function scanFirst(app: PreparedApp): Promise<void> {
  const worker = await startWorkerProcess(app, app.databaseName);
  await app.finished(await app.startRun('/api/scans'));
  await worker.stop();
  await app.createFields(10);
}

describe('a worker killed while it scans loses nothing and counts nothing twice', () => {
  it.each(moments.filter((name) => name.startsWith('scan.')))('at %s', async (boundary) => {
    await withKilledWorker(
      boundary,
      { organizations: 1020, stores: 120, nth: 2, prepare: async () => undefined },
      '/api/scans',
      (app, run) => {
        const living = app.sandbox.world.organizations.filter((each) => !each.is_deleted).length;
        expect(run).toMatchObject({ state: 'done', planned: living, remaining: 0, failed: {} });
        expect(run.unchanged).toBe(0);
      },
    );
  });
});

describe('a worker killed while it enriches loses no change and repeats at most the call under way', () => {
  it.each(moments.filter((name) => name.startsWith('enrich.')))('at %s', async (boundary) => {
    const nth = boundary === 'enrich.planned' || boundary.includes('chunk') ? 1 : 7;
    await withKilledWorker(
      boundary,
      { organizations: 40, stores: 40, nth, prepare: scanFirst },
      '/api/enrich-all',
      async (app, run, db) => {
        expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {} });
        expect(run.written).toBe(run.planned);
        // Of the calls under way when the process died, each may have to be sent once more.
        const repeated = (app.calls()[patch] ?? 0) - run.written;
        expect(repeated).toBeGreaterThanOrEqual(0);
        expect(repeated).toBeLessThanOrEqual(8);
        await expectInStep(app);
        if (boundary === 'enrich.patch-answered') await expectPrivate(db, canary, app.log());
      },
    );
  });
});

/** What the app says is in step is so in Pipedrive: asked by the button, which reads live. */
async function expectInStep(app: PreparedApp): Promise<void> {
  const before = app.calls()[patch];
  const matched = app.sandbox.world.organizations.filter((each) => !each.is_deleted).slice(0, 12);
  for (const { id } of matched) await app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
  expect(app.calls()[patch]).toBe(before);
}
