import { afterAll, beforeAll, expect, it } from 'vitest';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';

const canary = newCanary();
const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 40, persons: 5, canary, limits: false },
    compose: { inboxOptions: { foldMs: 20, pollMs: 20 } },
  });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(12);
  await app.finished(await app.startRun('/api/enrich-all'));
});
afterAll(() => app.close());

const view = () => app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
const rows = () => db.collection('inbox_events').countDocuments({ state: 'waiting' });

it('of what people change nothing is kept but whose it is, while it waits and after', async () => {
  const { records } = app.sandbox.deps;
  const by = { userId: app.admin, source: 'app' } as const;
  const living = app.sandbox.world.organizations.filter(({ is_deleted }) => !is_deleted).slice(0, 12);
  const waited: unknown[] = [];
  for (const { id, custom_fields } of living) {
    const [code] = Object.keys(custom_fields);
    const typed = code === undefined ? {} : { [code]: `${canary} typed` };
    const change = { name: `${canary} renamed`, custom_fields: { ...custom_fields, ...typed } };
    records.change('organization', id, change, by);
    waited.push(...((await dumpDatabase(db))['inbox_events'] ?? []));
  }
  const [first, second] = living;
  if (!first || !second) throw new Error('no records');
  records.remove('organization', first.id, by);
  records.restore('organization', first.id, by);
  records.remove('organization', second.id, by);
  await app.sandbox.webhooks.settled();
  await waitFor(
    'all events to be answered',
    async () => (await rows()) === 0 && (await view()).received > 12,
  );
  expect(JSON.stringify(waited)).not.toContain(canary);
  expect((await view()).dead).toBe(0);
  await expectPrivate(db, canary, app.log());
});

it('an uninstall takes all of it', async () => {
  await app.sandbox.uninstall(app.admin);
  const left = await dumpDatabase(db);
  const names = Object.keys(left).filter((name) => /webhook|inbox/.test(name) && left[name]?.length);
  expect(names).toEqual([]);
});
