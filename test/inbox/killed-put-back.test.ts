import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CarefulApp, carefulApp } from '../flows/careful-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const db = await testDatabase();
let app: CarefulApp;
let links: number[];
const patch = { method: 'PATCH', path: '/api/v2/organizations/*' } as const;

beforeAll(async () => {
  await ensureBuilt();
  app = await carefulApp(db, { organizations: 30, stores: 30, withoutWork: true, withEvents: true });
  const first = await startWorkerProcess(app, db.name);
  await app.finished(await app.startRun('/api/scans'));
  await app.settle({ rule: 'if_empty_or_ours' });
  await app.finished(await app.startRun('/api/enrich-all'));
  await waitFor('Pipedrive to be asked', () => app.sandbox.world.webhooks.length === 1);
  await first.stop();
  links = (await db.collection('links').find({ enrichable: true }).toArray()).map(({ orgId }) =>
    Number(orgId),
  );
}, 300_000);
afterAll(() => app.close());

describe('somebody’s value that was written over, while what puts it back is killed', () => {
  it.each(killedAt['inbox/killed-put-back'].map((boundary, at) => ({ boundary, at })))(
    'at $boundary: stands when Pipedrive tells of it again',
    async ({ boundary, at }) => {
      const [id = 0] = links.splice(0, 1);
      const [code = ''] = app.codes.values();
      const [webhook] = app.sandbox.world.webhooks;
      if (!webhook) throw new Error('no webhook');
      const before = app.tokens().patches;
      // Somebody empties the field: the click fills it again, and is held until they have typed.
      app.type(id, code, null);
      const held = app.sandbox.addFault({ ...patch, kind: 'hold' });
      const clicked = app.api(app.admin, 'POST', `/api/organizations/${id}/enrich`);
      await app.sandbox.held.reached(held.id);
      const typed = `typed in the gap ${at}`;
      app.type(id, code, typed);
      await app.sandbox.webhooks.settled();
      const { url } = webhook;
      const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 }, { answersOnly: true });
      webhook.url = url.replace(app.url, `http://127.0.0.1:${doomed.port}`);
      app.sandbox.held.release(held.id);
      await clicked;
      expect(await doomed.ended).toBe('SIGKILL');

      webhook.url = url;
      await app.sandbox.webhooks.settled();
      await app.sandbox.advance(3_000);
      await app.sandbox.webhooks.settled();
      expect(webhook.lastStatus).toBe(200);
      expect(app.held(id, code)).toBe(typed);
      // The click’s, and the one that put it back.
      expect(app.tokens().patches - before).toBe(2);
    },
  );
});
