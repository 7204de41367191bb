import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { preferencesView } from '../../server/install/preferences.contract.ts';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const db = await testDatabase();
let app: PreparedApp;
/** What a run writes; each time as much, since of what was undone it is known that it is not ours. */
let writable: number | undefined;

/** Custom fields of all organizations; one that is empty is no field. */
const fields = () =>
  app.sandbox.world.organizations.map(({ id, custom_fields }) => [
    id,
    Object.entries(custom_fields)
      .filter(([, value]) => value !== null)
      .sort(),
  ]);
const patches = () => app.calls()['PATCH /api/v2/organizations/{id}'] ?? 0;

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, {
    ...{ sandbox: { organizations: 30, persons: 5 }, stores: 30 },
    ...{ withoutWork: true, withoutEvents: true },
  });
  const worker = await startWorkerProcess(app, db.name);
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(6);
  await app.ask(preferencesView, app.admin, 'PUT', '/api/preferences', {
    version: 0,
    change: { undo: true },
  });
  await worker.stop();
}, 300_000);
afterAll(() => app.close());

describe('a worker killed while it undoes a run leaves nothing half undone', () => {
  it.each(killedAt['undo/killed-undo'])('at %s', async (boundary) => {
    const before = fields();
    const first = await startWorkerProcess(app, db.name);
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    await first.stop();
    expect(run.written).toBeGreaterThan(10);
    writable ??= run.written;
    expect(run.written).toBe(writable);
    const sent = patches();

    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 3 });
    const { run: undo } = await app.ask(startedRun, app.admin, 'POST', `/api/runs/${run.id}/undo`);
    expect(await doomed.ended).toBe('SIGKILL');
    const healthy = await startWorkerProcess(app, db.name);
    const done = await app.finished(undo.id);
    await healthy.stop();

    expect(done).toMatchObject({ state: 'done', remaining: 0, failed: {}, skipped: {} });
    // One that was put back by the killed worker, and not noted, is found to be back.
    expect(done.written + done.unchanged).toBe(run.written);
    expect(done.unchanged).toBeLessThanOrEqual(recordsAtOnce);
    expect(fields()).toEqual(before);
    expect(patches() - sent).toBe(run.written);
    // What was noted, and is not forgotten yet, is found to be back by whoever undoes it again.
    const kept = await db.collection('undo_values').countDocuments();
    expect(kept).toBeLessThanOrEqual(recordsAtOnce);
  });
});
