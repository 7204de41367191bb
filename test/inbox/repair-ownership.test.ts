import { afterAll, beforeAll, expect, it } from 'vitest';
import { webhooksView } from '../../server/inbox/webhooks.contract.ts';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { movableClock } from './movable-clock.ts';

const db = await testDatabase();
const clock = movableClock();
const canary = newCanary();
const hour = 3_600_000;
let app: PreparedApp;
let codes: string[];

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 60, persons: 0, limits: false, clock, canary },
    compose: { clock, inboxOptions: { foldMs: 20, pollMs: 20 } },
  });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(4);
  const { edition, organization } = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
  const mapped = organization.rows.filter((row) => row.settings.target !== null);
  codes = mapped.map(({ settings }) => settings.target ?? '');
  const careful = mapped.map((row) => [row.source, { ...row.settings, rule: 'if_empty_or_ours' }]);
  await app.ask(mappingView, app.admin, 'PUT', '/api/mapping', {
    edition,
    organization: { entries: Object.fromEntries(careful) },
  });
  await app.finished(await app.startRun('/api/enrich-all'));
  await healthy();
});
afterAll(() => app.close());

const view = () => app.ask(webhooksView, app.admin, 'GET', '/api/webhooks');
const healthy = () =>
  waitFor('the stream to be trusted', async () => {
    const seen = await view();
    return seen.health === 'ok' && seen.waiting === 0;
  });

it('what a person typed while no events came is theirs after the repair, at 10 tokens a page', async () => {
  const filled = app.sandbox.world.organizations.find((each) =>
    codes.some((code) => typeof each.custom_fields[code] === 'string'),
  );
  const code = codes.find((each) => typeof filled?.custom_fields[each] === 'string');
  if (!filled || code === undefined) throw new Error('nothing was filled');
  // Times are whole seconds: what is edited in the second of our own write looks like that write to any later check.
  clock.move(2000);
  app.sandbox.webhooks.ban();
  const by = { userId: app.admin, source: 'app' } as const;
  const custom_fields = { ...filled.custom_fields, [code]: `Typed unheard ${canary}` };
  app.sandbox.deps.records.change('organization', filled.id, { custom_fields }, by);
  clock.move(hour);
  app.sandbox.wake();

  const before = app.calls();
  const spent = (name: string) => (app.calls()[name] ?? 0) - (before[name] ?? 0);
  await app.ask(webhooksView, app.admin, 'POST', '/api/webhooks/check');
  await healthy();
  // One list call notices it, one sweeps what changed since, and one compares the ids of all sixty.
  expect(spent('GET /api/v2/organizations')).toBe(3);

  const run = await app.finished(await app.startRun('/api/enrich-all'));
  expect(run).toMatchObject({ state: 'done', written: 0, failed: {} });
  expect(filled.custom_fields[code]).toBe(`Typed unheard ${canary}`);
  expect(spent('GET /api/v2/organizations/{id}')).toBe(0);
  expect(spent('GET /api/v2/organizations')).toBe(3);
  expect(spent('PATCH /api/v2/organizations/{id}')).toBe(0);
  await expectPrivate(db, canary, app.log());
});
