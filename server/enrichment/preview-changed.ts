import { endpoints } from '../pipedrive/endpoints.ts';
import { isAppError } from '../platform/errors.ts';
import { countPlanned, countRecord } from '../runs/run.ts';
import type { ChunkScope, Item } from './enrich-changed.ts';
import { planRecord } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll, pauseFor } from './interruption.ts';

/**
 * What `enrichChanged` would do to the records, without doing it: reads what it would read, takes no lock, marks and
 * writes nothing, and counts by source what would be written.
 * @throws RunPause when budget or connection are missing.
 */
export async function previewChanged(deps: EnrichmentDeps, scope: ChunkScope, items: Item[]): Promise<void> {
  const { hands } = scope;
  const results = await Promise.allSettled(
    items.map((item) => hands.slots.use(() => look(deps, scope, item))),
  );
  for (const result of results) {
    if (result.status === 'rejected') throw pauseFor(result.reason, deps.clock.now());
  }
}

async function look(deps: EnrichmentDeps, scope: ChunkScope, { link, store, diff }: Item): Promise<void> {
  const { caller, context, hands } = scope;
  if (hands.signal.aborted) return;
  let planned = diff;
  if (diff.needsLive) {
    try {
      const live = await deps.pipedrive.getOrganization(caller, link.orgId);
      planned = planRecord(context, store, link.knowledge, live);
    } catch (error) {
      if (!isAppError(error) || concernsAll(error)) throw error;
      return countRecord(hands.counts, 'failed', error.code);
    } finally {
      hands.spent(endpoints.getOrganization.cost);
    }
  }
  if (planned.fields.length === 0) return countRecord(hands.counts, 'unchanged');
  countPlanned(
    hands.counts,
    planned.fields.map(({ source }) => source),
  );
}
