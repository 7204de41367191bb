import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { operatorToken } from '../support/start-app.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const patch = 'PATCH /api/v2/organizations/{id}';
const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  // Without events nothing else brings records in step meanwhile.
  app = await preparedApp(db, { sandbox: { organizations: 40 }, withoutEvents: true });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(5);
});
afterAll(() => app.close());

it('stores on platforms the plan no longer covers are left alone, and counted so', async () => {
  const company = app.sandbox.world.company.id;
  const changed = await fetch(`${app.url}/operator/accounts/${company}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ plan: 'pro', platformScope: ['wix'] }),
  });
  expect(changed.status).toBe(200);

  const run = await app.finished(await app.startRun('/api/enrich-all'));
  expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {} });
  const outOfPlan = run.skipped['out_of_plan'] ?? 0;
  expect(outOfPlan).toBeGreaterThan(10);
  expect(run.written + outOfPlan).toBe(run.planned);
  expect(app.calls()[patch] ?? 0).toBe(run.written);
});
