import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanName } from '../../server/accounts/accounts.contract.ts';
import { settingsView } from '../../server/install/install.contract.ts';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { operatorToken } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { type HeldPatches, holdPatches, lookedAtRun } from './held-patches.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const patch = 'PATCH /api/v2/organizations/{id}';
const passing = 5;
const underWay = recordsAtOnce;

const db = await testDatabase();
const canary = newCanary();
let app: PreparedApp;
let held: HeldPatches;
let runId: string;

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 60, canary } });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(5);
  held = holdPatches(app, passing);
  runId = await app.startRun('/api/enrich-all');
  await held.reached();
});
afterAll(() => app.close());

async function setPlan(plan: PlanName): Promise<number> {
  const { status } = await fetch(`${app.url}/operator/accounts/${app.sandbox.world.company.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ plan }),
  });
  return status;
}

/** An organization that is a store and that nobody has enriched yet. */
async function untouched(): Promise<number> {
  const link = await db.collection('links').findOne({ enrichable: true, last: null });
  return link?.['orgId'] ?? 0;
}

const enrich = async () => app.api(app.admin, 'POST', `/api/organizations/${await untouched()}/enrich`);

const refusedByPlan = (plans: RegExp) => ({
  error: { code: 'plan_required', message: expect.stringMatching(plans) },
});

describe('a plan that no longer includes "Enrich all"', () => {
  it('stops the run that is under way, which says why', async () => {
    expect(await setPlan('premium')).toBe(200);
    expect(await app.run(runId)).toMatchObject({ state: 'paused', pauseReason: 'plan', resumesAt: null });
  });

  it('lets only the calls under way end, and counts them', async () => {
    await lookedAtRun(db);
    held.release();
    await waitFor('the calls under way', async () => (await app.run(runId)).written === passing + underWay);
    expect(app.calls()[patch]).toBe(passing + underWay);
    expect(await app.run(runId)).toMatchObject({ state: 'paused', pauseReason: 'plan', failed: {} });
  });

  it('is named, with the plans that have it, wherever "Enrich all" is shown or asked for', async () => {
    const { plan, gates } = await app.ask(settingsView, app.admin, 'GET', '/api/settings');
    expect(plan).toBe('premium');
    expect(gates).toContainEqual({
      feature: 'enrich_all',
      allowed: false,
      plans: ['pro', 'elite', 'enterprise'],
    });
    const estimate = await app.api(app.admin, 'GET', '/api/enrich-all/estimate');
    expect(estimate).toMatchObject({ status: 200, body: { blocked: { code: 'plan_required' } } });
    const started = await app.api(app.admin, 'POST', '/api/enrich-all');
    expect(started).toMatchObject({ status: 403, body: refusedByPlan(/Pro, Elite, Enterprise/) });
  });

  it('still lets a person enrich one organization', async () => {
    expect(await enrich()).toMatchObject({ status: 200, body: { enrichment: { state: 'in_step' } } });
    expect(app.calls()[patch]).toBe(passing + underWay + 1);
  });

  it('lets nobody enrich anything when it is the free one', async () => {
    expect(await setPlan('free')).toBe(200);
    expect(await enrich()).toMatchObject({ status: 403, body: refusedByPlan(/Premium/) });
    const panel = await app.api(app.admin, 'GET', `/api/organizations/${await untouched()}/panel`);
    expect(panel.body).toMatchObject({ canEnrich: { allowed: false, code: 'plan_required' } });
    expect(app.calls()[patch]).toBe(passing + underWay + 1);
  });

  it('lets the run go on where it stopped once the plan includes it again', async () => {
    expect(await setPlan('pro')).toBe(200);
    const run = await app.finished(runId);
    expect(run).toMatchObject({ state: 'done', pauseReason: null, failed: {}, remaining: 0 });
    expect(run.written + run.unchanged).toBe(run.planned);
    // The run's own, and the one a person asked for meanwhile.
    expect(app.calls()[patch]).toBe(run.written + 1);
    await expectPrivate(db, canary, app.log());
  });
});
