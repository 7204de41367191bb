import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordsAtOnce } from '../../server/runs/run-worker.ts';
import { holdPatches, lookedAtRun } from '../flows/held-patches.ts';
import { checkBalance } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { linksOf, type WeeklyApp, weeklyApp } from './weekly-app.ts';

const db = await testDatabase();
const passing = 4;
const underWay = recordsAtOnce;
let app: WeeklyApp;
let stores: string[];

beforeAll(async () => {
  app = await weeklyApp(db, { sandbox: { organizations: 60 } });
  stores = [...new Set(app.links.map(({ storeId }) => storeId))];
});
afterAll(() => app.close());

describe('a release that arrives while the last run is unfinished', () => {
  it('takes its place: what was under way is finished and counted, the rest is carried over, nothing is sent twice', async () => {
    const before = app.patches();
    const held = holdPatches(app, passing);
    const first = await app.publish(stores);
    await app.look();
    await held.reached();
    const changedAgain = stores.slice(0, 3);
    const second = await app.publish(changedAgain);
    await app.look();
    await app.weeklyIs(first, { state: 'superseded' });
    await lookedAtRun(db);
    held.release();
    const old = await app.weeklyIs(first, { state: 'superseded', written: passing + underWay });
    checkBalance(old);
    expect(old).toMatchObject({
      planned: app.links.length,
      remaining: app.links.length - passing - underWay,
    });

    const run = await app.brought(second);
    expect(run).toMatchObject({ state: 'done', planned: app.links.length, remaining: 0 });
    expect(run.written + run.unchanged).toBe(app.links.length);
    // Every record once, and once more where its store changed after the first run had reached it.
    const twice = app.patches() - before - app.links.length;
    expect(run.written).toBe(app.links.length - passing - underWay + twice);
    expect(twice).toBeLessThanOrEqual(linksOf(app, changedAgain));
    await expectAllBrought(second, changedAgain);
  });

  it('takes the place of a run that waits for its budget', async () => {
    const held = holdPatches(app, passing);
    const first = await app.publish(stores);
    await app.look();
    await held.reached();
    const later = { state: 'paused', pauseReason: 'budget', resumesAt: new Date(Date.now() + 3_600_000) };
    await db.collection('runs').updateOne({ release: first }, { $set: later });
    await lookedAtRun(db);
    held.release();
    await app.weeklyIs(first, { pauseReason: 'budget', written: passing + underWay });
    const second = await app.publish([]);
    await app.look();
    expect(await app.weeklyIs(first, { state: 'superseded' })).toMatchObject({ written: passing + underWay });
    expect((await app.brought(second)).written).toBe(app.links.length - passing - underWay);
  });
});

/** Says of every link whether it is in step with its store as the release left it. */
async function expectAllBrought(release: number, changed: readonly string[]): Promise<void> {
  const links = await db.collection('links').find({ enrichable: true }).toArray();
  for (const link of links) {
    const isNew = changed.includes(link['match'].storeId);
    expect(link['broughtRelease']).toBe(isNew ? release : release - 1);
    expect(link['waitingSince']).toBeNull();
  }
}
