import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { linksOf, type WeeklyApp, weeklyApp } from './weekly-app.ts';

const db = await testDatabase();
const canary = newCanary();
let app: WeeklyApp;
let stores: string[];

beforeAll(async () => {
  app = await weeklyApp(db, { sandbox: { organizations: 60, canary } });
  stores = [...new Set(app.links.map(({ storeId }) => storeId))];
});
afterAll(() => app.close());

describe('a release', () => {
  it('that an installation began with starts no run: people bring it, having seen what it takes', async () => {
    await app.look();
    expect(await app.weekly()).toEqual([]);
  });

  it('is brought to the records whose store changed, at one call each; the others count as unchanged', async () => {
    const changed = stores.slice(0, 6);
    const before = app.patches();
    const release = await app.publish(changed);
    await app.look();
    const run = await app.brought(release);
    expect(run).toMatchObject({ state: 'done', failed: {}, skipped: {}, remaining: 0, release });
    expect(run.written).toBe(linksOf(app, changed));
    expect(run.unchanged).toBe(app.links.length - run.written);
    expect(app.patches() - before).toBe(run.written);
    expect(run.tokensUsed).toBe(5 * run.written);
  });

  it('is brought once, however often and by however many it is looked for', async () => {
    const release = await app.publish(stores.slice(6, 9));
    await Promise.all([app.look(), app.look(), app.look(), app.look()]);
    const run = await app.brought(release);
    await Promise.all([app.look(), app.look()]);
    expect((await app.weekly()).filter((each) => each.release === release)).toHaveLength(1);
    expect(run.written).toBe(linksOf(app, stores.slice(6, 9)));
  });

  it('leaves alone what a person brought meanwhile by "Enrich all"', async () => {
    const changed = stores.slice(0, 4);
    await app.prefer({ automatic: false });
    const release = await app.publish(changed);
    await app.look();
    const all = await app.finished(await app.startRun('/api/enrich-all'));
    expect(all.written).toBe(linksOf(app, changed));
    const before = app.patches();
    await app.prefer({ automatic: true });
    expect(await app.brought(release)).toMatchObject({
      written: 0,
      unchanged: app.links.length,
      tokensUsed: 0,
    });
    expect(app.patches()).toBe(before);
  });

  it('takes up again what failed, although its store has not changed since', async () => {
    const [link] = app.links;
    if (!link) throw new Error('no link');
    const path = `/api/v2/organizations/${link.orgId}`;
    app.sandbox.addFault({ method: 'PATCH', path, kind: 'status', status: 409, count: 10 });
    const release = await app.publish([link.storeId]);
    await app.look();
    const failed = await app.brought(release);
    expect(failed.state).toBe('done_with_errors');
    expect(Object.values(failed.failed)).toEqual([1]);
    app.sandbox.world.faults.length = 0;
    const next = await app.publish([]);
    await app.look();
    expect(await app.brought(next)).toMatchObject({ state: 'done', written: 1, failed: {} });
    const last = await app.publish([]);
    await app.look();
    expect(await app.brought(last)).toMatchObject({ written: 0, unchanged: app.links.length });
  });

  it('leaves records that have failed for two weeks to people', async () => {
    const old = new Date(Date.now() - 15 * 86_400_000);
    const orgId = app.links[3]?.orgId ?? 0;
    await db.collection('links').updateOne({ orgId }, { $set: { failingSince: old } });
    const release = await app.publish([app.links[3]?.storeId ?? '']);
    await app.look();
    const run = await app.brought(release);
    expect(run.skipped).toEqual({ dead_letter: 1 });
    expect(run.written + run.unchanged + 1).toBe(run.planned);
    await db.collection('links').updateOne({ orgId }, { $unset: { failingSince: '' } });
  });

  it('leaves stores on platforms alone that the plan does not cover', async () => {
    await app.setPlan({ plan: 'pro', platformScope: ['wix'] });
    const release = await app.publish(stores);
    await app.look();
    const run = await app.brought(release);
    const outOfPlan = run.skipped['out_of_plan'] ?? 0;
    expect(outOfPlan).toBeGreaterThan(10);
    expect(run.written + outOfPlan).toBe(app.links.length);
    // Nothing is said of them record by record, and they keep what they are at.
    expect(await db.collection('run_history').countDocuments({ runId: run.id, code: 'out_of_plan' })).toBe(0);
    expect(await db.collection('links').countDocuments({ broughtRelease: release })).toBe(run.written);
    await expectPrivate(db, canary, app.log());

    await app.setPlan({ plan: 'pro', platformScope: null });
    const next = await app.publish([]);
    await app.look();
    expect(await app.brought(next)).toMatchObject({ written: outOfPlan, skipped: {} });
  });
});
