import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import type { RunWorker } from './run-worker.ts';

const minute = 60_000;

/**
 * Declares the jobs of runs. All but the tidying only wake the worker of the process that gets them: records are handed out by
 * the claim collection, never by the queue.
 */
export function defineRunJobs(deps: {
  jobs: Jobs;
  worker: Pick<RunWorker, 'wake'>;
  tidy(): Promise<void>;
}): void {
  const wake = async () => deps.worker.wake();
  const started = z.object({ companyId: z.number(), runId: z.string() });
  deps.jobs.define({ name: 'run.start', payload: started, lockMs: minute, concurrency: 5, handle: wake });
  deps.jobs.define({
    name: 'runs.watch',
    payload: z.object({}),
    lockMs: minute,
    concurrency: 1,
    handle: wake,
  });
  deps.jobs.define({
    name: 'runs.tidy',
    payload: z.object({}),
    lockMs: 30 * minute,
    concurrency: 1,
    handle: () => deps.tidy(),
  });
}

/** Schedules the look at runs that nobody moves forward, and the tidying. Call after the queue has started. */
export async function scheduleRunJobs(deps: { jobs: Jobs }): Promise<void> {
  await deps.jobs.every('30 seconds', 'runs.watch');
  await deps.jobs.every('1 day', 'runs.tidy');
}
