import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../server/platform/clock.ts';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { holdPatches, lookedAtRun } from '../flows/held-patches.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { operatorToken } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { notesAbout, publishChange, setRules, signalRuns, tellingIs, told, withApp } from './signals-app.ts';

const notes = { method: 'POST', path: '/api/v1/notes' };
const passing = 2;
const underWay = recordsAtOnce;
const day = 86_400_000;
/** Tokens of one seat of the smallest plan. */
const dailyLimit = 30_000;
/** The machine's clock, set to nine in the morning of a later day and moved forward by the test. */
const nine = Math.ceil(Date.now() / day) * day + 9 * 3_600_000;
let ahead = nine - Date.now();
const clock: Clock = { now: () => new Date(Date.now() + ahead), sleep: systemClock.sleep };
const db = await testDatabase();
let app: PreparedApp;
/** Organizations that are shops, by id, and their stores. */
let shops: number[];
let stores: string[];

beforeAll(async () => {
  app = await preparedApp(db, {
    sandbox: { organizations: 70, clock },
    compose: { clock },
    stores: 140,
    withoutEvents: true,
  });
  await app.finished(await app.startRun('/api/scans'));
  const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
  shops = links.map(({ orgId }) => Number(orgId));
  stores = [...new Set(links.map(({ match }) => String(match.storeId)))];
  expect(shops.length).toBeGreaterThan(passing + underWay + 8);
  await setRules(app, [{ kind: 'app_added', names: [] }]);
});
beforeEach(() => {
  app.sandbox.world.faults.length = 0;
});
afterAll(() => app.close());

async function setPlan(plan: string): Promise<void> {
  const { status } = await fetch(`${app.url}/operator/accounts/${app.sandbox.world.company.id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ plan }),
  });
  expect(status).toBe(200);
}

async function control(path: string, body: object): Promise<void> {
  const { status } = await fetch(`${app.sandbox.url}/__control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

/** Which organizations have a note about a release, one for each note. */
const toldAbout = (release: number) =>
  notesAbout(app, release)
    .map(({ org_id }) => Number(org_id))
    .sort((a, b) => a - b);

/** A release that gives every shop an app; held once its telling is well under way. */
async function heldInTheMiddle(name: string) {
  const held = holdPatches(app, passing, notes);
  const release = await publishChange(db, stores, withApp(name));
  await app.parts.onReleasePublished();
  await held.reached();
  const { id } = await tellingIs(app, release, { state: 'running' });
  return { held, release, id };
}

describe('change signals that are stopped in the middle', () => {
  it('by a downgrade are told after the upgrade, each once, as are those of the release that came meanwhile', async () => {
    const { held, release } = await heldInTheMiddle('Klaviyo');
    await setPlan('premium');
    await tellingIs(app, release, { state: 'paused', pauseReason: 'plan', resumesAt: null });
    await lookedAtRun(db);
    held.release();
    await tellingIs(app, release, { state: 'paused', written: passing + underWay });
    expect(toldAbout(release)).toHaveLength(passing + underWay);
    const next = await publishChange(db, stores, withApp('Yotpo'));
    await app.parts.onReleasePublished();
    expect((await signalRuns(app)).some((run) => run.release === next)).toBe(false);
    expect(notesAbout(app, next)).toEqual([]);

    await setPlan('pro');
    await app.parts.onReleasePublished();
    expect(await told(app, next)).toMatchObject({ state: 'done', failed: {}, skipped: {}, remaining: 0 });
    expect(toldAbout(release)).toEqual(shops);
    expect(toldAbout(next)).toEqual(shops);
  });

  it('by a person who cancels them end with those under way; no later run tells the rest, nor those again', async () => {
    const { held, release, id } = await heldInTheMiddle('Smile');
    expect((await app.api(app.admin, 'POST', `/api/runs/${id}/cancel`)).status).toBe(200);
    await lookedAtRun(db);
    held.release();
    const cancelled = await tellingIs(app, release, { state: 'cancelled', written: passing + underWay });
    expect(cancelled.written + (cancelled.remaining ?? 0)).toBe(shops.length);
    const before = toldAbout(release);
    expect(new Set(before).size).toBe(passing + underWay);
    await app.parts.onReleasePublished();
    const next = await publishChange(db, stores, withApp('Gorgias'));
    await app.parts.onReleasePublished();
    expect(await told(app, next)).toMatchObject({ state: 'done', written: shops.length, failed: {} });
    expect(toldAbout(release)).toEqual(before);
    expect(toldAbout(next)).toEqual(shops);
  });

  it('by other apps that use up the day wait for the next one, and are told each once', async () => {
    await control('/company', { plan: 'lite', seats: 1 });
    const { held, release } = await heldInTheMiddle('Attentive');
    await control('/budget/spend', { tokens: dailyLimit });
    held.release();
    const paused = await tellingIs(app, release, { state: 'paused', pauseReason: 'budget' });
    expect(Date.parse(paused.resumesAt ?? '')).toBeGreaterThan(clock.now().getTime());
    await waitFor('those under way', async () => {
      const { written } = await app.run(paused.id);
      return written >= passing && written === toldAbout(release).length;
    });
    expect((await app.run(paused.id)).remaining).toBeGreaterThan(0);

    ahead += day;
    expect(await told(app, release)).toMatchObject({ state: 'done', written: shops.length, failed: {} });
    expect(toldAbout(release)).toEqual(shops);
  });
});
