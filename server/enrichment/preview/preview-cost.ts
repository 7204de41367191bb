import { endpoints } from '../../pipedrive/endpoints.ts';
import type { Session } from '../../platform/endpoint.ts';
import { timeOfWriting, tokensLeft } from '../enrich-all-estimate.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { optionsCost } from '../missing-options.ts';
import { mostBesideWrites } from '../run-cost.ts';
import { factsOf } from '../start-work.ts';
import type { WriteCost } from './preview.contract.ts';

type Deps = Pick<
  EnrichmentDeps,
  'budgetStatus' | 'clock' | 'getInstallation' | 'getMapping' | 'links' | 'replaced'
>;

/**
 * What a run takes at most that writes to so many of the company's records, and looks at all that are linked to a store.
 * @param atLeast tokens that are known to be needed
 * @throws AppError `not_installed`
 */
export async function costOfRun(
  deps: Deps,
  { companyId }: Session,
  { records: writes, tokens: atLeast }: { records: number; tokens: number },
): Promise<WriteCost> {
  const { mapping, organizations, records, keepsReplaced } = await factsOf(deps, companyId);
  const { pacePerSecond } = await deps.budgetStatus(companyId);
  const beside = mostBesideWrites({ mapping, organizations, records, pacePerSecond, keepsReplaced });
  const tokens = Math.max(atLeast, writes * endpoints.updateOrganization.cost + beside);
  return costOf(deps, companyId, { tokens, records: writes });
}

/**
 * What "Enrich" takes at most for records that are enriched one by one.
 * @param newOptions for each record that lacks options: in how many fields
 */
export function costOfPresses(
  deps: Pick<Deps, 'budgetStatus' | 'clock'>,
  companyId: number,
  { records, newOptions }: { records: number; newOptions: readonly number[] },
): Promise<WriteCost> {
  const { getOrganization, updateOrganization } = endpoints;
  const created = newOptions.reduce((sum, fields) => sum + optionsCost(fields), 0);
  const tokens = records * (getOrganization.cost + updateOrganization.cost) + created;
  return costOf(deps, companyId, { tokens, records });
}

async function costOf(
  deps: Pick<Deps, 'budgetStatus' | 'clock'>,
  companyId: number,
  work: { tokens: number; records: number },
): Promise<WriteCost> {
  const budget = await deps.budgetStatus(companyId);
  const seconds = timeOfWriting(work, budget, deps.clock.now());
  return { tokens: work.tokens, seconds, tokensLeftToday: tokensLeft(budget) };
}
