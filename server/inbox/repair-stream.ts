import type { Missed } from '../enrichment/reading/repair-records.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Run } from '../runs/run.ts';
import type { Driver } from '../runs/run-work.ts';
import type { SubscriptionStore } from './subscription.store.ts';
import type { Uncertain } from './subscription.ts';

const dayMs = 86_400_000;
/** A walk that costs no more than this is made after every gap. */
const smallWalkTokens = 100;
const pageSize = 500;

/**
 * What a repair has to look at. A deletion that was missed costs one refused write of 5 tokens when its record's turn
 * comes, after which it is known; a walk costs 10 a page. So after a short gap only a small company is walked. Pure.
 */
export function missedBy({ since, noticedAt }: Uncertain, facts: { organizations: number }): Missed {
  const walkTokens = Math.ceil(facts.organizations / pageSize) * endpoints.listOrganizations.cost;
  const gapMs = since === null ? Number.POSITIVE_INFINITY : noticedAt.getTime() - since.getTime();
  return { since, deletes: gapMs >= dayMs || walkTokens <= smallWalkTokens };
}

/**
 * Carries a repair forward, and says with the subscription that nothing is missing any more up to its beginning. What
 * changes while it goes on is told by events; what they miss is found by the next check.
 */
export async function repairStream(
  deps: {
    subscriptions: Pick<SubscriptionStore, 'get' | 'repaired'>;
    countLinks(run: Run): Promise<number>;
    repairRecords(run: Run, driver: Driver, missed: Missed): Promise<void>;
    atBoundary: AtBoundary;
  },
  run: Run,
  driver: Driver,
): Promise<'finished'> {
  const key = { companyId: run.companyId, epoch: run.epoch, objectType: 'organization' as const };
  const uncertain = (await deps.subscriptions.get(key))?.uncertain;
  if (!uncertain) return 'finished';
  await deps.repairRecords(run, driver, missedBy(uncertain, { organizations: await deps.countLinks(run) }));
  deps.atBoundary('repair.made');
  await deps.subscriptions.repaired(key, uncertain.noticedAt, run.createdAt);
  return 'finished';
}
