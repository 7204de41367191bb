import { afterAll, expect, test } from 'vitest';
import { defineEraseJobs, scheduleEraseJobs } from '../../server/install/erase.jobs.ts';
import { createJobs } from '../../server/jobs/agenda-jobs.ts';
import { silentLog } from '../../server/platform/log.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { startInstallWorld } from './install-world.ts';

const db = await testDatabase();
const rows = db.collection<{ companyId: number }>('rows');
const eraser = {
  name: 'rows',
  erase: async (companyId: number) => (await rows.deleteMany({ companyId })).deletedCount,
};
const world = await startInstallWorld(db, { erasers: [eraser] });
const jobs = createJobs({ db, log: silentLog, pollMs: 50, drainMs: 5_000 });
afterAll(async () => {
  await jobs.stop();
  await world.close();
});

test('the sweep runs from the queue, and the timer finishes an erase that was cut off', async () => {
  defineEraseJobs(jobs, world.deps);
  const { companyId } = world;
  await world.install(9001);
  await world.sandbox.uninstall(9001);
  const payload = world.queued[0]?.payload;
  if (!payload) throw new Error('No sweep was queued');
  await rows.insertOne({ companyId });
  await jobs.start();
  await jobs.now('erase.sweep', payload);
  await waitFor('the sweep', async () => (await rows.countDocuments()) === 0);

  const cutOff = 4242;
  await rows.insertOne({ companyId: cutOff });
  const { clock, receipts } = world.deps;
  await receipts.begin({
    companyId: cutOff,
    userId: 1,
    epoch: 'dead',
    scope: 'company',
    reason: 'uninstalled',
    startedAt: clock.now(),
  });
  await scheduleEraseJobs(jobs);
  await waitFor('the cut-off erase', async () => (await receipts.list(cutOff))[0]?.at);
  expect(await rows.countDocuments()).toBe(0);
});
