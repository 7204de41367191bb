import { learnLive } from '../../mapping/diff/diff-seen.ts';
import type { Organization } from '../../pipedrive/types.ts';
import type { Run } from '../../runs/run.ts';
import { calculateFor } from '../calculate-for.ts';
import { desiredFor, type EnrichmentContext, standingOf } from '../enrichment-context.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { fieldValues } from '../field-values.ts';
import type { Link } from '../link.ts';

/**
 * Notes of linked records, as they were read, whose values stand in the mapped fields: as tags, nothing else. Links that
 * changed since they were read are passed over.
 * @param links as they were before the organizations were read
 * @param at when these were read
 * @returns of how many records anything was noted
 */
export async function learnPage(
  deps: EnrichmentDeps,
  { run, context }: { run: Run; context: EnrichmentContext },
  links: readonly Link[],
  organizations: readonly Organization[],
  at: Date,
): Promise<number> {
  const stores = await deps.findStores(links.flatMap((link) => link.match.storeId ?? []));
  await calculateFor(deps, context, stores.values(), run.createdAt);
  const byId = new Map(organizations.map((organization) => [organization.id, organization]));
  const seen = { at, runId: run.id, version: context.mapping.version };
  const noted = links.flatMap((link) => {
    const [store, live] = [stores.get(link.match.storeId ?? ''), byId.get(link.orgId)];
    if (!store || !live) return [];
    const knowledge = learnLive({
      desired: desiredFor(context, store),
      live: fieldValues(live),
      knowledge: link.knowledge,
      tagger: context.tagger,
      standing: standingOf(context, live),
    });
    return [{ link, knowledge, set: { seen } }];
  });
  return deps.links.note(noted, deps.clock.now());
}
