import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrichAllEstimate } from '../../server/enrichment/enrichment.contract.ts';
import { budgetView } from '../../server/install/budget.contract.ts';
import { type Clock, systemClock } from '../../server/platform/clock.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { checkBalance, type PreparedApp, preparedApp } from './prepared-app.ts';

const patch = 'PATCH /api/v2/organizations/{id}';
const day = 86_400_000;
/** Tokens of one seat of the smallest plan, and the part of our 40 % of it that bulk work leaves to people. */
const dailyLimit = 30_000;
const reserve = 1200;
const forBulk = 100;
/** What a process may have reserved while there was plenty, and may still use up. */
const inHand = 200;

/** The machine's clock, set to nine in the morning of a later day and moved forward by the test. */
const nine = Math.ceil(Date.now() / day) * day + 9 * 3_600_000;
let ahead = nine - Date.now();
const clock: Clock = { now: () => new Date(Date.now() + ahead), sleep: systemClock.sleep };

const db = await testDatabase();
let app: PreparedApp;

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 140, clock },
    compose: { clock },
    withoutEvents: true,
  });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(4);
});
afterAll(() => app.close());

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${app.sandbox.url}/__control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

/** How often each status was answered, over all endpoints. */
function answers(status: number): number {
  return Object.values(app.sandbox.world.counters.endpoints).reduce(
    (sum, { statuses }) => sum + (statuses[status] ?? 0),
    0,
  );
}

const untouched = async (): Promise<number> =>
  (await db.collection('links').findOne({ enrichable: true, last: null }))?.['orgId'] ?? 0;

describe('a company with few tokens left for today', () => {
  let id: string;

  it('has its "Enrich all" wait before the limit, with the time at which it goes on', async () => {
    await control('/company', { plan: 'lite', seats: 1 });
    await control('/settings', { dailyHeaders: 'always' });
    const spent = app.sandbox.world.budget.used;
    await control('/budget/spend', { tokens: dailyLimit - spent - reserve - forBulk });
    // Somebody looks at a panel: the answer's headers tell what is left.
    await app.api(app.admin, 'GET', `/api/organizations/${await untouched()}/panel`);

    const estimate = await app.ask(enrichAllEstimate, app.admin, 'GET', '/api/enrich-all/estimate');
    expect(estimate.tokens).toBeGreaterThan((estimate.tokensLeftToday ?? Number.NaN) - reserve);
    id = await app.startRun('/api/enrich-all');
    const run = await waitFor('the run to pause', async () => {
      const now = await app.run(id);
      checkBalance(now);
      return now.state === 'paused' && now;
    });
    expect(run).toMatchObject({ pauseReason: 'budget', failed: {} });
    expect(run.resumesAt).toBe(new Date(Math.floor(nine / day) * day + day).toISOString());
    expect(run.written).toBeGreaterThan(0);
    expect(run.written).toBeLessThanOrEqual((forBulk + inHand) / 5);
    expect(run.remaining).toBeGreaterThan(20);
    expect(dailyLimit - app.sandbox.world.budget.used).toBeGreaterThanOrEqual(reserve - inHand);
  });

  it('says so on the page of the budget', async () => {
    const view = await app.ask(budgetView, app.admin, 'GET', '/api/budget');
    const { waiting, ...rest } = view;
    expect(waiting).toMatchObject([{ kind: 'enrich_all' }]);
    expect(rest).toMatchObject({ sharePercent: 40, limit: { tokens: dailyLimit, from: 'headers' } });
    expect(rest.left).toBeLessThan(reserve + forBulk);
    expect(rest.usedByOthers).toBeGreaterThan(20_000);
    expect(rest.byLane.bulk).toBeGreaterThan(0);
  });

  it('still lets a person click', async () => {
    const answer = await app.api(app.admin, 'POST', `/api/organizations/${await untouched()}/enrich`);
    expect(answer).toMatchObject({ status: 200, body: { enrichment: { state: 'in_step' } } });
  });

  it('has it go on by itself after the reset, to its end', async () => {
    const { resumesAt } = await app.run(id);
    ahead += Date.parse(resumesAt ?? '') + 1000 - clock.now().getTime();
    const run = await app.finished(id);
    expect(run).toMatchObject({ state: 'done', remaining: 0, failed: {}, pauseReason: null });
    expect(app.calls()[patch]).toBe(run.written + 1);
  });

  it('has met no limit of Pipedrive all the while', () => {
    expect(answers(429)).toBe(0);
  });
});

describe('a share that is used up', () => {
  const share = (sharePercent: number, from: number) =>
    app.api(app.admin, 'PUT', '/api/budget', { sharePercent, from });

  it('has work wait, which goes on at once when the share is raised', async () => {
    const tight = 5;
    await db.collection('budget_days').updateOne({}, { $inc: { used: (dailyLimit * tight) / 100 } });
    expect(await share(tight, 40)).toMatchObject({ status: 200, body: { sharePercent: tight } });
    expect(await share(80, 40)).toMatchObject({
      status: 409,
      body: { error: { code: 'changed_meanwhile' } },
    });
    expect(await share(3, tight)).toMatchObject({ status: 400 });
    // What the process still has in hand is given back by then.
    ahead += 60_000;
    const id = await app.startRun('/api/scans');
    await waitFor('the run to wait', async () => (await app.run(id)).pauseReason === 'budget');
    expect(await share(90, tight)).toMatchObject({ status: 200 });
    ahead += 10_000;
    expect(await app.finished(id)).toMatchObject({ state: 'done', remaining: 0, failed: {} });
    expect(await share(40, 90)).toMatchObject({ status: 200 });
    expect(answers(429)).toBe(0);
  });
});

describe('the burst limit of the smallest plan', () => {
  it('is never met, however many records there are to write', async () => {
    await app.createFields(8);
    const before = app.calls()[patch] ?? 0;
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(run).toMatchObject({ state: 'done', failed: {} });
    expect(run.written).toBeGreaterThan(60);
    expect((app.calls()[patch] ?? 0) - before).toBe(run.written);
    expect(answers(429)).toBe(0);
  });
});
