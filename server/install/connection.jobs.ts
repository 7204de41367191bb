import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';

const tendJob = 'connections.tend';
const keepAliveJob = 'connections.keep-alive';

/** Declares the jobs that look after connections nobody is using at the moment. */
export function defineConnectionJobs(
  jobs: Pick<Jobs, 'define'>,
  work: { tend(): Promise<void>; keepAlive(signal: AbortSignal): Promise<void> },
): void {
  const common = { payload: z.object({}), lockMs: 30 * 60_000, concurrency: 1 };
  jobs.define({ ...common, name: tendJob, handle: work.tend });
  jobs.define({ ...common, name: keepAliveJob, handle: (_, { signal }) => work.keepAlive(signal) });
}

/** Schedules them. Call after the queue has started. */
export async function scheduleConnectionJobs(jobs: Pick<Jobs, 'every'>): Promise<void> {
  await jobs.every('2 minutes', tendJob);
  await jobs.every('1 hour', keepAliveJob);
}
