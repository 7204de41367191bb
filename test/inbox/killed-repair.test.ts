import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CarefulApp, carefulApp } from '../flows/careful-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { waitFor } from '../support/wait-for.ts';
import { makeJobsDue, startWorkerProcess } from '../support/worker-process.ts';

const db = await testDatabase();
let app: CarefulApp;

beforeAll(async () => {
  await ensureBuilt();
  app = await carefulApp(db, { organizations: 40, stores: 40, withoutWork: true, withEvents: true });
  const first = await startWorkerProcess(app, db.name);
  await app.finished(await app.startRun('/api/scans'));
  await app.settle({ rule: 'if_empty_or_ours' });
  await app.finished(await app.startRun('/api/enrich-all'));
  await certain();
  await first.stop();
}, 300_000);
afterAll(() => app.close());

const subscription = () => db.collection('webhook_subscriptions').findOne({});
const certain = () =>
  waitFor('what is known to be certain', async () => {
    const row = await subscription();
    return row?.['state'] === 'registered' && row['uncertain'] === null && row['certainUntil'] !== null;
  });
const repairs = () => db.collection('runs').countDocuments({ kind: 'repair', settled: true });
/** It is time to look whether Pipedrive still has our subscription; a killed process has it no longer. */
const lookDue = async () => {
  await db
    .collection('webhook_subscriptions')
    .updateMany({}, { $set: { listedAt: null, nextCheckAt: new Date(), 'lease.until': new Date() } });
  await makeJobsDue(db);
};
const linked = async () =>
  (await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray()).map(({ orgId }) =>
    Number(orgId),
  );

it.each(killedAt['inbox/killed-repair'].map((boundary, at) => ({ boundary, at })))(
  'a process killed at $boundary leaves a repair that another finishes: nothing missed, one subscription',
  async ({ boundary, at }) => {
    const [edited = 0, deleted = 0] = (await linked()).slice(3 * at);
    const [code = ''] = app.codes.values();
    // Pipedrive has given up on us, and takes the subscription away; meanwhile people work.
    app.sandbox.world.webhooks.length = 0;
    app.type(edited, code, `typed unheard ${at}`);
    const by = { userId: app.admin, source: 'app' } as const;
    app.sandbox.deps.records.remove('organization', deleted, by);

    await lookDue();
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 });
    expect(await doomed.ended).toBe('SIGKILL');

    await lookDue();
    const healthy = await startWorkerProcess(app, db.name);
    await waitFor('the repair', async () => (await repairs()) > at);
    await certain();
    expect(await linked()).not.toContain(deleted);
    expect(app.sandbox.world.webhooks).toHaveLength(1);
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(run).toMatchObject({ state: 'done', failed: {} });
    expect(app.held(edited, code)).toBe(`typed unheard ${at}`);
    await healthy.stop();
  },
);
