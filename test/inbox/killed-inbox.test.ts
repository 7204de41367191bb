import { beforeAll, describe, expect, it } from 'vitest';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

beforeAll(ensureBuilt, 300_000);

const moments = ['inbox.claimed', 'inbox.answered', 'inbox.deleted'] as const;
const databases = await Promise.all(moments.map(() => testDatabase()));

describe('a worker killed while it answers events loses none', () => {
  it.each(moments.map((boundary, at) => ({ boundary, at })))('at $boundary', async ({ boundary, at }) => {
    const db = databases[at];
    if (!db) throw new Error('no database');
    const app = await preparedApp(db, {
      sandbox: { organizations: 30, persons: 5, limits: false },
      withoutWork: true,
    });
    const first = await startWorkerProcess(app, db.name);
    await app.finished(await app.startRun('/api/scans'));
    await app.createFields(6);
    await waitFor('Pipedrive to be asked', () => app.sandbox.world.webhooks.length === 1);
    await first.stop();

    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 });
    const links = await db.collection('links').find({ enrichable: true }).limit(5).toArray();
    const by = { userId: app.admin, source: 'app' } as const;
    for (const link of links) {
      const change = { name: 'Renamed by a person' };
      app.sandbox.deps.records.change('organization', link['orgId'], change, by);
    }
    const [moved] = links;
    if (!moved) throw new Error('no links');
    const website = 'https://nobodys-shop.example';
    app.sandbox.deps.records.change('organization', moved['orgId'], { website }, by);
    expect(await doomed.ended).toBe('SIGKILL');

    const healthy = await startWorkerProcess(app, db.name);
    const view = () => app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
    await waitFor('all events to be answered', async () => {
      const { waiting, dead } = await view();
      if (dead > 0) throw new Error('an event was given up');
      return waiting === 0;
    });
    const link = await db.collection('links').findOne({ orgId: moved['orgId'] });
    expect(link?.['domains']).toEqual(['nobodys-shop.example']);
    await healthy.stop();
    await app.close();
  });
});
