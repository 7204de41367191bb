import type { GetInstallation } from '../install/installation.ts';
import type { Clock } from '../platform/clock.ts';
import type { DeadLetters } from './activity.contract.ts';
import { requireInstallation } from './epoch-guard.ts';
import type { FailingStore } from './failing.store.ts';
import { retriedForDays } from './failing.ts';

const pageSize = 100;

type Deps = { getInstallation: GetInstallation; failing: FailingStore; clock: Clock };

/** Records of a company that runs leave alone because they failed for too long; only a person takes them up again. */
export async function deadLettersOf(deps: Deps, companyId: number, after: number): Promise<DeadLetters> {
  const installation = await requireInstallation(deps, companyId);
  const now = deps.clock.now();
  const [links, dead, retried] = await Promise.all([
    deps.failing.dead(installation, { after, limit: pageSize }, now),
    deps.failing.countDead(installation, now),
    deps.failing.countRetried(installation, now),
  ]);
  const records = links.map(({ orgId, failingSince, last }) => ({
    organizationId: orgId,
    since: (failingSince ?? now).toISOString(),
    at: last?.at.toISOString() ?? null,
    code: last?.code ?? null,
  }));
  const next = links.length < pageSize ? null : (links.at(-1)?.orgId ?? null);
  return { afterDays: retriedForDays, dead, retried, records, next };
}
