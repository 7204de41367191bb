import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { dangerousLookAcrossCompanies } from './look-at-releases.ts';
import type { ReleasesDeps } from './releases-deps.ts';

/** Declares the look at releases: it only starts runs and lets them wait; records are handed out by their chunks. */
export function defineReleaseJobs(jobs: Jobs, deps: ReleasesDeps): void {
  jobs.define({
    name: 'releases.look',
    payload: z.object({}),
    lockMs: 10 * 60_000,
    concurrency: 1,
    handle: (_, { signal }) => dangerousLookAcrossCompanies(deps, signal),
  });
}

/** Schedules it. Call after the queue has started. */
export async function scheduleReleaseJobs(jobs: Jobs): Promise<void> {
  await jobs.every('1 minute', 'releases.look');
}
