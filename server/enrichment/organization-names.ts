import type { Caller } from '../pipedrive/types.ts';
import { createSlots } from '../runs/slots.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { readBlock } from './reading/read-block.ts';

const readsAtOnce = 4;

/**
 * Names of up to a hundred organizations as the caller may see them now: read for this view with the caller's own grant,
 * kept nowhere. Costs what `blockCost` says, at most 10 tokens.
 */
export async function organizationNames(
  deps: Pick<EnrichmentDeps, 'pipedrive' | 'clock'>,
  caller: Caller,
  ids: readonly number[],
): Promise<Record<string, string>> {
  const way = { slots: createSlots(readsAtOnce), spent: () => undefined };
  const { found } = await readBlock(deps, caller, [...new Set(ids)], way);
  return Object.fromEntries([...found].map(([id, { name }]) => [String(id), name]));
}
