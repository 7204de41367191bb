import type { StoreRecord } from '../catalog/store.ts';
import { type EnrichmentContext, usesCalculated } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';

/**
 * Calculates what the mapping's calculated values come to for stores, all in one go, and keeps it in the context for
 * `planRecord`. Does nothing where the plan has none or no field is filled from one.
 * @param now the moment `now` stands for; for a run when it was ordered, so that all its records are calculated alike
 */
export async function calculateFor(
  deps: Pick<EnrichmentDeps, 'calculate'>,
  context: EnrichmentContext,
  stores: Iterable<StoreRecord>,
  now: Date,
): Promise<void> {
  const { mapping, calculated, installation } = context;
  const list = [...stores];
  if (!calculated || !deps.calculate || list.length === 0 || !usesCalculated(mapping)) return;
  const results = await deps.calculate(installation.companyId, mapping.calculated, list, now);
  for (const [storeId, result] of results) calculated.set(storeId, result);
}
