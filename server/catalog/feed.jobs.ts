import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { isAppError } from '../platform/errors.ts';
import type { StoreLeads } from '../storeleads/domains.ts';
import type { PublishDeps } from './publish.ts';
import { watchFeed } from './watch-feed.ts';

const watchJob = 'catalog.watch-feed';

/** Declares the watch over the feed: with a key, a new release of Store Leads becomes a release here. */
export function defineFeedJobs(
  jobs: Jobs,
  deps: PublishDeps & {
    storeLeads: StoreLeads | null;
    /** Told of a release once it is the current one. */
    onPublished(): Promise<void>;
  },
): void {
  const { storeLeads, log } = deps;
  if (!storeLeads) return;
  jobs.define({
    name: watchJob,
    payload: z.object({}),
    lockMs: 10 * 60_000,
    concurrency: 1,
    async handle(_, { signal, touch }) {
      try {
        const published = await watchFeed({ ...deps, storeLeads }, { signal, onPage: touch });
        if (published) await deps.onPublished();
      } catch (error) {
        if (signal.aborted || !isAppError(error)) throw error;
        // The next look comes in any case; a publication that broke off begins again with it.
        const { code, message } = error;
        log[error.report ? 'error' : 'warn']({ code }, message);
      }
    },
  });
}

/** Looks every half hour; nothing is scheduled without a key. */
export async function scheduleFeedJobs(
  jobs: Pick<Jobs, 'every'>,
  { storeLeads }: { storeLeads: StoreLeads | null },
): Promise<void> {
  if (storeLeads) await jobs.every('30 minutes', watchJob);
}
