import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import type { Run } from '../runs/run.ts';
import { blockedBecause, estimateEnrichAll } from './enrich-all-estimate.ts';
import type { EnrichAllEstimate } from './enrichment.contract.ts';
import type { EnrichmentRouterDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { websiteFieldNotChosen } from './overlap-scan.ts';

type Deps = Pick<
  EnrichmentRouterDeps,
  'getInstallation' | 'getMapping' | 'links' | 'budgetStatus' | 'clock' | 'startRun' | 'replaced'
>;

/**
 * Starts an overlap scan.
 * @throws AppError `website_field_not_chosen`, `not_connected`, `run_active` (409)
 */
export async function startScan(deps: Deps, { companyId, userId }: Session): Promise<Run> {
  const installation = await requireInstallation(deps, companyId);
  if (installation.websiteField === null) throw websiteFieldNotChosen();
  if (installation.organizationUserId === null) {
    throw new AppError({
      code: 'not_connected',
      status: 409,
      message: 'Nobody’s connection does automatic work. Let an admin take over in the settings.',
    });
  }
  return deps.startRun({ companyId, epoch: installation.epoch, kind: 'scan', userId, planned: null });
}

/** What "Enrich all" would take now. */
export async function enrichAllEstimateOf(deps: Deps, { companyId }: Session): Promise<EnrichAllEstimate> {
  return estimateEnrichAll({
    ...(await factsOf(deps, companyId)),
    budget: await deps.budgetStatus(companyId),
    now: deps.clock.now(),
  });
}

/**
 * Starts "Enrich all", or the preview of it: what keeps the one from starting keeps the other.
 * @throws AppError the reason of the estimate's `blocked`, or `run_active` (409)
 */
export async function startEnrichAll(
  deps: Deps,
  { companyId, userId }: Session,
  kind: 'enrich_all' | 'preview' = 'enrich_all',
): Promise<Run> {
  const facts = await factsOf(deps, companyId);
  const blocked = blockedBecause(facts);
  if (blocked) throw blocked;
  const { epoch } = facts.installation;
  return deps.startRun({ companyId, epoch, kind, userId, planned: facts.records });
}

/** What the cost of "Enrich all" and whether it may start hang on. */
export async function factsOf(
  deps: Pick<Deps, 'getInstallation' | 'getMapping' | 'links' | 'replaced'>,
  companyId: number,
) {
  const installation = await requireInstallation(deps, companyId);
  const [mapping, organizations, records, keepsReplaced] = await Promise.all([
    deps.getMapping(companyId),
    deps.links.count(installation),
    deps.links.countEnrichable(installation),
    deps.replaced?.isOn(installation) ?? false,
  ]);
  return { installation, mapping, organizations, records, keepsReplaced };
}
