import { endpoints } from '../pipedrive/endpoints.ts';
import { timeOfWriting, tokensLeft } from './enrich-all-estimate.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import type { WriteCost } from './preview.contract.ts';

/**
 * What writing to so many records takes, at the pace "Enrich all" is estimated with.
 * @param tokens what it costs, where that is more than the writes themselves
 */
export async function costOfWriting(
  deps: Pick<EnrichmentDeps, 'budgetStatus' | 'clock'>,
  companyId: number,
  records: number,
  tokens = records * endpoints.updateOrganization.cost,
): Promise<WriteCost> {
  const budget = await deps.budgetStatus(companyId);
  const seconds = timeOfWriting({ tokens, records }, budget, deps.clock.now());
  return { tokens, seconds, tokensLeftToday: tokensLeft(budget) };
}
