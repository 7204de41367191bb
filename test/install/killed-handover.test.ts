import { afterAll, beforeAll, expect, it } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { settingsView } from '../../server/install/install.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { waitFor } from '../support/wait-for.ts';
import { makeJobsDue, startWorkerProcess } from '../support/worker-process.ts';

const db = await testDatabase();
const minute = 60_000;
let app: PreparedApp;

beforeAll(async () => {
  await ensureBuilt();
  app = await preparedApp(db, { sandbox: { organizations: 20, persons: 0 }, withoutWork: true });
}, 300_000);
afterAll(() => app.close());

it.each(killedAt['install/killed-handover'].map((boundary, at) => ({ boundary, at })))(
  'a process killed at $boundary leaves a handover that others finish: the run goes on, and events come in the new name',
  async ({ boundary, at }) => {
    const [leaver, heir] = at % 2 === 0 ? [9001, 9002] : [9002, 9001];
    await app.install(leaver);
    await app.install(heir);
    const started = await app.ask(startedRun, heir, 'POST', '/api/scans');
    await control(`/users/${leaver}/revoke`);
    await control(`/users/${leaver}/expire-tokens`);
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 });
    expect(await doomed.ended).toBe('SIGKILL');

    await makeJobsDue(db);
    const healthy = await startWorkerProcess(app, db.name, undefined, { aheadMs: 5 * minute });
    await waitFor('the end of the run', async () => {
      const { run } = await app.ask(startedRun, heir, 'GET', `/api/runs/${started.run.id}`);
      return run.state === 'done';
    });
    const handover = { fromUserId: leaver, toUserId: heir };
    const told = () => db.collection('installations').findOne({ 'handover.told': true });
    await waitFor('the handover to be told', async () => (await told()) !== null);
    const seen = await app.ask(settingsView, heir, 'GET', '/api/settings');
    expect(seen).toMatchObject({ state: 'active', handover });
    // What is made in somebody's name is made anew in the heir's, once.
    const ours = () => app.sandbox.world.webhooks.filter(({ ownerId }) => ownerId === heir);
    await waitFor('the webhook', () => ours().length > 0);
    expect(ours()).toHaveLength(1);
    await healthy.stop();
  },
);

async function control(path: string): Promise<void> {
  const { ok } = await fetch(`${app.sandbox.url}/__control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!ok) throw new Error(`The sandbox did not take ${path}`);
}
