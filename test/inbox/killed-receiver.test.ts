import { beforeAll, expect, it } from 'vitest';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

beforeAll(ensureBuilt, 300_000);
const db = await testDatabase();

it.each(killedAt['inbox/killed-receiver'])(
  'an event whose receiver is killed at %s is kept, and is the same when Pipedrive sends it again',
  async (boundary) => {
    const app = await preparedApp(db, {
      sandbox: { organizations: 30, persons: 5, limits: false },
      withoutWork: true,
    });
    const first = await startWorkerProcess(app, db.name);
    await app.finished(await app.startRun('/api/scans'));
    await waitFor('Pipedrive to be asked', () => app.sandbox.world.webhooks.length === 1);
    await first.stop();
    const [webhook] = app.sandbox.world.webhooks;
    const link = await db.collection('links').findOne({ enrichable: true });
    if (!webhook || !link) throw new Error('not prepared');

    const { url } = webhook;
    const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 }, { answersOnly: true });
    webhook.url = url.replace(app.url, `http://127.0.0.1:${doomed.port}`);
    expect(webhook.url).not.toBe(url);
    const by = { userId: app.admin, source: 'app' } as const;
    const website = 'https://nobodys-shop.example';
    app.sandbox.deps.records.change('organization', link['orgId'], { website }, by);
    expect(await doomed.ended).toBe('SIGKILL');
    expect(await db.collection('inbox_events').countDocuments()).toBe(1);

    webhook.url = url;
    await app.sandbox.webhooks.settled();
    await app.sandbox.advance(3_000);
    await app.sandbox.webhooks.settled();
    expect(webhook.lastStatus).toBe(200);
    expect(await db.collection('inbox_events').countDocuments()).toBe(1);

    const healthy = await startWorkerProcess(app, db.name);
    await waitFor('the event to be answered', async () => {
      const { waiting } = await app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
      return waiting === 0;
    });
    await healthy.stop();
    expect((await db.collection('links').findOne({ orgId: link['orgId'] }))?.['domains']).toEqual([
      'nobodys-shop.example',
    ]);
    await app.close();
  },
);
