import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { holdPatches, lookedAtRun } from '../flows/held-patches.ts';
import { testDatabase } from '../support/database.ts';
import { linksOf, type WeeklyApp, weeklyApp } from './weekly-app.ts';

const db = await testDatabase();
const passing = 3;
const underWay = recordsAtOnce;
let app: WeeklyApp;
let stores: string[];

beforeAll(async () => {
  app = await weeklyApp(db, { sandbox: { organizations: 60 } });
  stores = [...new Set(app.links.map(({ storeId }) => storeId))];
});
afterAll(() => app.close());

/** Quiet hours around this moment, in a zone whose clock shows it. */
function aroundNow() {
  const at = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  const hour = 3_600_000;
  return { from: at(Date.now() - hour), until: at(Date.now() + hour), timeZone: 'UTC' };
}

describe('a weekly run', () => {
  it('starts for nobody who switched automatic work off, and for the current release once it is on', async () => {
    await app.prefer({ automatic: false });
    await app.publish(stores.slice(0, 4));
    const release = await app.publish(stores.slice(2, 6));
    await app.look();
    expect(await app.weekly()).toEqual([]);
    await app.prefer({ automatic: true });
    const run = await app.brought(release);
    expect(run.written).toBe(linksOf(app, stores.slice(0, 6)));
    expect(await app.weekly()).toHaveLength(1);
  });

  it('starts for no plan without automatic updates, and with the upgrade', async () => {
    await app.setPlan({ plan: 'premium' });
    const release = await app.publish(stores.slice(0, 3));
    await app.look();
    expect(await app.weekly()).toHaveLength(1);
    await app.setPlan({ plan: 'pro' });
    await app.look();
    expect((await app.brought(release)).written).toBe(linksOf(app, stores.slice(0, 3)));
  });

  it('stops and says so when automatic work is switched off in the middle, and goes on when it is on again', async () => {
    const before = app.patches();
    const held = holdPatches(app, passing);
    const release = await app.publish(stores);
    await app.look();
    await held.reached();
    await app.prefer({ automatic: false });
    await app.weeklyIs(release, { state: 'paused', pauseReason: 'automatic_off', resumesAt: null });
    await lookedAtRun(db);
    held.release();
    await app.weeklyIs(release, { state: 'paused', written: passing + underWay });
    expect(app.patches() - before).toBe(passing + underWay);
    await app.prefer({ automatic: true });
    expect(await app.brought(release)).toMatchObject({ state: 'done', written: app.links.length });
    expect(app.patches() - before).toBe(app.links.length);
  });

  it('stops with a downgrade, and goes on with the upgrade', async () => {
    const held = holdPatches(app, passing);
    const release = await app.publish(stores);
    await app.look();
    await held.reached();
    await app.setPlan({ plan: 'premium' });
    await app.weeklyIs(release, { state: 'paused', pauseReason: 'plan' });
    await lookedAtRun(db);
    held.release();
    await app.weeklyIs(release, { state: 'paused', written: passing + underWay });
    await app.setPlan({ plan: 'pro' });
    expect(await app.brought(release)).toMatchObject({ state: 'done', written: app.links.length });
  });

  it('waits through quiet hours, says until when, and goes on by itself', async () => {
    await app.prefer({ quietHours: aroundNow() });
    const before = app.patches();
    const release = await app.publish(stores.slice(0, 5));
    await app.look();
    const waiting = await app.weeklyIs(release, { state: 'paused', pauseReason: 'quiet_hours' });
    expect(Date.parse(waiting.resumesAt ?? '')).toBeGreaterThan(Date.now());
    expect(app.patches()).toBe(before);
    await app.prefer({ quietHours: null });
    expect((await app.brought(release)).written).toBe(linksOf(app, stores.slice(0, 5)));
  });

  it('that a person paused is left so by the next release, which takes its place once it goes on', async () => {
    const before = app.patches();
    const held = holdPatches(app, passing);
    const first = await app.publish(stores);
    await app.look();
    await held.reached();
    const { id } = await app.weeklyIs(first, { state: 'running' });
    await app.api(app.admin, 'POST', `/api/runs/${id}/pause`);
    await lookedAtRun(db);
    held.release();
    await app.weeklyIs(first, { state: 'paused', pauseReason: 'person', written: passing + underWay });
    const second = await app.publish([]);
    await app.look();
    expect((await app.weekly())[0]).toMatchObject({ release: first, pauseReason: 'person' });
    await app.api(app.admin, 'POST', `/api/runs/${id}/resume`);
    await app.look();
    expect(await app.brought(first)).toMatchObject({ state: 'superseded' });
    expect(await app.brought(second)).toMatchObject({ state: 'done', remaining: 0 });
    expect(app.patches() - before).toBe(app.links.length);
  });
});
