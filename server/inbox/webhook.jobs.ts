import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { isAppError } from '../platform/errors.ts';
import { checkSubscription } from './check-subscription.ts';
import type { ClaimStore } from './claim.store.ts';
import { ensureSubscription } from './ensure-subscription.ts';
import type { EventStore } from './event.store.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';

const minute = 60_000;
const checkJob = 'webhooks.check';
const watchJob = 'webhooks.watch';
const pageSize = 100;
/** Longer than the time between two proofs, which need the marks, and than an event may be old (receive-event.ts). */
const marksKeptMs = 5 * 60 * minute;

type Deps = SubscriptionDeps & {
  events: Pick<EventStore, 'dangerousForgetAcrossCompanies'>;
  claims: Pick<ClaimStore, 'dangerousForgetAcrossCompanies'>;
  /** Installations of all companies, some at a time, by company. */
  dangerousInstallationsAcrossCompanies(
    after: number,
    limit: number,
  ): Promise<{ companyId: number; epoch: string }[]>;
};

/** Declares the jobs that ask Pipedrive for events and see that they come. Records are never handed out by the queue. */
export function defineWebhookJobs(jobs: Jobs, deps: Deps): void {
  const company = z.object({ companyId: z.number(), epoch: z.string() });
  jobs.define({
    name: checkJob,
    payload: company,
    lockMs: 5 * minute,
    concurrency: 3,
    handle: (scope) => checkCompany(deps, scope),
  });
  jobs.define({
    name: watchJob,
    payload: z.object({}),
    lockMs: 10 * minute,
    concurrency: 1,
    async handle(_, { signal, touch }) {
      await adoptInstallations(deps, signal);
      await checkDue(deps, signal, touch);
      const before = new Date(deps.clock.now().getTime() - marksKeptMs);
      await deps.events.dangerousForgetAcrossCompanies(before);
      await deps.claims.dangerousForgetAcrossCompanies(before);
    },
  });
}

/** Looks every five minutes at what is due, and at once at what was made for a former address of the app. */
export async function scheduleWebhookJobs(
  jobs: Pick<Jobs, 'every'>,
  { subscriptions, appUrl, clock }: Pick<Deps, 'subscriptions' | 'appUrl' | 'clock'>,
): Promise<void> {
  await subscriptions.dangerousCheckMovedAcrossCompanies(appUrl, clock.now());
  await jobs.every('5 minutes', watchJob);
}

/** Has a company's subscriptions seen to as soon as a process is free; the work of nobody who waits. */
export async function askForCheck(
  jobs: Pick<Jobs, 'now'>,
  { companyId, epoch }: { companyId: number; epoch: string },
): Promise<void> {
  await jobs.now(checkJob, { companyId, epoch });
}

async function checkCompany(deps: Deps, scope: { companyId: number; epoch: string }): Promise<void> {
  const key = { ...scope, objectType: 'organization' as const };
  try {
    await ensureSubscription(deps, key);
    await checkSubscription(deps, key);
  } catch (error) {
    if (!isAppError(error, 'not_installed')) throw error;
  }
}

/** Installations older than this feature, or whose job was lost, get their subscriptions, too. */
async function adoptInstallations(deps: Deps, signal: AbortSignal): Promise<void> {
  for (let after = -1; !signal.aborted; ) {
    const page = await deps.dangerousInstallationsAcrossCompanies(after, pageSize);
    const known = await deps.subscriptions.dangerousCompaniesWithOneAcrossCompanies(page);
    for (const { companyId, epoch } of page) {
      if (!known.has(companyId)) await checkCompany(deps, { companyId, epoch });
    }
    after = page.at(-1)?.companyId ?? after;
    if (page.length < pageSize) return;
  }
}

async function checkDue(deps: Deps, signal: AbortSignal, touch: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    const due = await deps.subscriptions.dangerousDueAcrossCompanies(deps.clock.now(), pageSize);
    for (const key of due) {
      if (signal.aborted) return;
      await checkSubscription(deps, key);
      await touch();
    }
    if (due.length < pageSize) return;
  }
}
