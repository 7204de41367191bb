import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const db = await testDatabase();
let app: PreparedApp;
/** Ids of linked organizations that no test has touched. */
let untouched: number[];

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, {
    sandbox: { organizations: 60, persons: 5, limits: false },
    withoutWork: true,
  });
  const first = await startWorkerProcess(app, db.name);
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(6);
  await waitFor('Pipedrive to be asked', () => app.sandbox.world.webhooks.length === 1);
  await first.stop();
  const links = await db.collection('links').find({ enrichable: true }).toArray();
  untouched = links.map(({ orgId }) => Number(orgId));
}, 300_000);
afterAll(() => app.close());

describe('a worker killed while it answers events loses none', () => {
  it.each(killedAt['inbox/killed-inbox'])('at %s', async (boundary) => {
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 });
    const [moved = 0, deleted = 0, ...renamed] = untouched.splice(0, 5);
    const { records } = app.sandbox.deps;
    const by = { userId: app.admin, source: 'app' } as const;
    for (const id of renamed) records.change('organization', id, { name: 'Renamed by a person' }, by);
    records.change('organization', moved, { website: 'https://nobodys-shop.example' }, by);
    records.remove('organization', deleted, by);
    expect(await doomed.ended).toBe('SIGKILL');

    const healthy = await startWorkerProcess(app, db.name);
    await waitFor('all events to be answered', async () => {
      const { waiting, dead } = await app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
      if (dead > 0) throw new Error('an event was given up');
      return waiting === 0;
    });
    await healthy.stop();
    const link = (orgId: number) => db.collection('links').findOne({ orgId });
    expect((await link(moved))?.['domains']).toEqual(['nobodys-shop.example']);
    expect(await link(deleted)).toMatchObject({ gone: true });
    expect(await db.collection('inbox_events').countDocuments({ state: 'waiting' })).toBe(0);
  });
});
