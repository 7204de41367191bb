import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJobs } from '../../server/jobs/agenda-jobs.ts';
import { silentLog } from '../../server/platform/log.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
const payload = z.object({ companyId: z.number(), n: z.number() });

function queue() {
  return createJobs({ db, log: silentLog, pollMs: 50, drainMs: 5000 });
}

describe('the job queue', () => {
  it('runs every job once, however many processes share it', async () => {
    const seen: number[] = [];
    const queues = [queue(), queue()];
    for (const jobs of queues) {
      jobs.define({
        name: 'count',
        payload,
        lockMs: 60_000,
        concurrency: 5,
        handle: async ({ n }) => {
          seen.push(n);
        },
      });
      await jobs.start();
    }
    for (let n = 0; n < 40; n++) await queues[n % 2]?.now('count', { companyId: 1, n });
    await waitFor('40 jobs', () => seen.length >= 40);
    for (const jobs of queues) await jobs.stop();
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('schedules a repeated job once, however many processes begin at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const queues = Array.from({ length: 6 }, queue);
      await Promise.all(queues.map((jobs) => jobs.every('5 minutes', `again ${round}`)));
      expect(await db.collection('jobs').countDocuments({ name: `again ${round}` })).toBe(1);
      for (const jobs of queues) await jobs.stop();
    }
  });

  it('removes what is queued for one company and leaves the others', async () => {
    const jobs = queue();
    await jobs.at(new Date(Date.now() + 3_600_000), 'later', { companyId: 7, n: 1 });
    await jobs.at(new Date(Date.now() + 3_600_000), 'later', { companyId: 8, n: 2 });
    expect(await jobs.cancelFor(7)).toBe(1);
    expect(await db.collection('jobs').countDocuments({ 'data.companyId': 8 })).toBe(1);
    await jobs.stop();
  });

  it('stops as soon as the last job is done, even one that is removed after it', async () => {
    const jobs = createJobs({ db, log: silentLog, pollMs: 50, drainMs: 3_600_000 });
    let running = false;
    let ended = false;
    jobs.define({
      name: 'last',
      payload,
      lockMs: 60_000,
      concurrency: 1,
      handle: async (_job, { signal }) => {
        running = true;
        await once(signal, 'abort');
        ended = true;
      },
    });
    await jobs.start();
    await jobs.now('last', { companyId: 3, n: 1 });
    await waitFor('the job', () => running);
    await jobs.stop();
    expect(ended).toBe(true);
    expect(await db.collection('jobs').countDocuments({ 'data.companyId': 3 })).toBe(0);
  });

  it('drops a job whose payload it does not understand instead of running it', async () => {
    const ran: unknown[] = [];
    const jobs = queue();
    jobs.define({
      name: 'strict',
      payload,
      lockMs: 60_000,
      concurrency: 1,
      handle: async (job) => void ran.push(job),
    });
    await jobs.start();
    await jobs.now('strict', { companyId: 'seven' });
    await jobs.now('strict', { companyId: 9, n: 3 });
    await waitFor('the good job', () => ran.length > 0);
    expect(ran).toEqual([{ companyId: 9, n: 3 }]);
    await jobs.stop();
  });
});
