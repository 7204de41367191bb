import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { linksOf, type WeeklyApp, weeklyApp } from './weekly-app.ts';

const db = await testDatabase();
let app: WeeklyApp;
let stores: string[];

beforeAll(async () => {
  await ensureBuilt();
  app = await weeklyApp(db, { sandbox: { organizations: 60 }, withoutWork: true });
  stores = [...new Set(app.links.map(({ storeId }) => storeId))];
}, 400_000);
afterAll(() => app.close());

/** The next process that starts looks for releases at once, not when the minute is over. */
const lookIsDue = () => db.collection('jobs').deleteMany({ name: 'releases.look' });

describe('a release', () => {
  it.each(killedAt['releases/killed-weekly'])(
    'that a process begins to bring and dies at %s is brought by another, once',
    async (boundary) => {
      const changed = stores.slice(0, 8);
      const before = app.patches();
      const release = await app.publish(changed);
      await lookIsDue();
      const doomed = await startWorkerProcess(app, db.name, { boundary, nth: 1 });
      expect(await doomed.ended).toBe('SIGKILL');
      await lookIsDue();
      const healthy = await startWorkerProcess(app, db.name);
      const run = await app.brought(release);
      await healthy.stop();
      expect(run).toMatchObject({
        state: 'done',
        planned: app.links.length,
        remaining: 0,
        failed: {},
        skipped: {},
      });
      expect(run.written).toBe(linksOf(app, changed));
      expect(run.unchanged).toBe(app.links.length - run.written);
      expect(app.patches() - before).toBe(run.written);
      expect((await app.weekly()).filter((each) => each.release === release)).toHaveLength(1);
    },
  );

  it('is shared by several processes that all look for it, and no record is written twice', async () => {
    const before = app.patches();
    const release = await app.publish(stores);
    await lookIsDue();
    const workers = await Promise.all([1, 2, 3].map(() => startWorkerProcess(app, db.name)));
    await app.look();
    const run = await app.brought(release);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(run).toMatchObject({ state: 'done', written: app.links.length, failed: {} });
    expect(app.patches() - before).toBe(app.links.length);
  });
});
