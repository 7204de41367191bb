import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import type { NotifyDeps } from './notify-deps.ts';
import { sendDigests } from './send-digests.ts';

const digestsJob = 'notify.digests';

/** Declares the job that sends the daily mails. */
export function defineNotifyJobs(jobs: Pick<Jobs, 'define'>, deps: NotifyDeps): void {
  jobs.define({
    name: digestsJob,
    payload: z.object({}),
    lockMs: 30 * 60_000,
    concurrency: 1,
    handle: (_, { signal }) => sendDigests(deps, signal),
  });
}

/** Looks every five minutes whose morning it is. Call after the queue has started. */
export async function scheduleNotifyJobs(jobs: Pick<Jobs, 'every'>): Promise<void> {
  await jobs.every('5 minutes', digestsJob);
}
