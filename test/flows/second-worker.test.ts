import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

/** Records one process works on at a time: as many calls may have to be repeated when it dies. */
const atATime = recordsAtOnce;

const db = await testDatabase();
let app: PreparedApp;
/** Organizations in the order in which the sandbox answered their PATCH. */
let patched: number[] = [];
let onPatch: (count: number) => void = () => undefined;
const living = new Set<WorkerProcess>();

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, {
    sandbox: {
      organizations: 360,
      persons: 0,
      limits: false,
      observe({ method, url }) {
        const id = /^\/api\/v2\/organizations\/(\d+)/.exec(url)?.[1];
        if (method === 'PATCH' && id !== undefined) onPatch(patched.push(Number(id)));
      },
    },
    stores: 310,
    withoutWork: true,
    // An event may tell that a call of the killed worker arrived before the run asks: then there is nothing to repeat.
    withoutEvents: true,
  });
  await startWorker();
  await app.finished(await app.startRun('/api/scans'));
}, 300_000);
afterAll(async () => {
  for (const worker of living) await worker.stop();
  await app.close();
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(app, db.name);
  living.add(worker);
  return worker;
}

/** A different moment in every round; the test names it when it fails. */
const moments = [20, 90].map((around) => around + Math.floor(Math.random() * around));

it.each(moments)(
  'two workers share one "Enrich all", one is killed after %i calls: all is written once in effect',
  async (killAt) => {
    await app.createFields(moments.indexOf(killAt) * 3 + 3);
    const doomed = [...living][0];
    if (!doomed) throw new Error('no worker');
    await startWorker();
    patched = [];
    onPatch = (count) => void (count === killAt && doomed.child.kill('SIGKILL'));

    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(await doomed.ended).toBe('SIGKILL');
    living.delete(doomed);
    expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {}, skipped: {} });
    expect(run.planned).toBeGreaterThan(180);

    expect(new Set(patched).size).toBe(run.written);
    const repeated = patched.filter((id, at) => patched.indexOf(id) < at);
    expect(repeated.length).toBeLessThanOrEqual(atATime);
    // Nobody repeats the call of a worker that lives.
    for (const id of repeated) expect(patched.lastIndexOf(id)).toBeGreaterThanOrEqual(killAt);
    await expectAllHold(run);
  },
);

/** What the app holds for done is so in Pipedrive: the next run has nothing to write, and every record is counted. */
async function expectAllHold(run: { id: string; written: number; unchanged: number }): Promise<void> {
  const before = patched.length;
  const links = db.collection('links');
  const outcomes = await links.find({ enrichable: true, 'last.runId': run.id }).toArray();
  expect(outcomes.filter(({ last }) => last.outcome === 'written')).toHaveLength(run.written);
  expect(outcomes.filter(({ last }) => last.outcome === 'unchanged')).toHaveLength(run.unchanged);
  expect(await links.countDocuments({ pending: { $ne: null } })).toBe(0);
  const again = await app.finished(await app.startRun('/api/enrich-all'));
  expect(again).toMatchObject({ state: 'done', written: 0, failed: {} });
  for (const { orgId } of outcomes.slice(0, 10)) {
    await app.api(app.admin, 'POST', `/api/organizations/${orgId}/enrich`);
  }
  expect(patched.length).toBe(before);
}
