import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { dangerousLookForSignalsAcrossCompanies, type LookDeps } from './look-at-signals.ts';

/** Declares the look for changes to tell: it only starts runs. */
export function defineSignalJobs(jobs: Jobs, deps: LookDeps): void {
  jobs.define({
    name: 'signals.look',
    payload: z.object({}),
    lockMs: 10 * 60_000,
    concurrency: 1,
    handle: (_, { signal }) => dangerousLookForSignalsAcrossCompanies(deps, signal),
  });
}

/** Schedules it. Call after the queue has started. */
export async function scheduleSignalJobs(jobs: Jobs): Promise<void> {
  await jobs.every('1 minute', 'signals.look');
}
