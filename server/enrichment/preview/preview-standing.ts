import type { StoreRecord } from '../../catalog/store.ts';
import type { Installation } from '../../install/installation.ts';
import type { Organization } from '../../pipedrive/types.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { decide, type Link, noDecisions } from '../link.ts';
import { matchWebsites } from '../match-websites.ts';
import { planCovers } from '../plan-covers.ts';
import { websiteText } from '../website-text.ts';

/** Which store an organization is now, by its website and by what people decided. */
export type Standing = { link: Link | null } & (
  | { state: 'ok'; store: StoreRecord }
  | { state: 'excluded' | 'no_store' | 'out_of_plan'; store: null }
);

type Deps = Pick<EnrichmentDeps, 'findKeys' | 'findStores' | 'links'>;

/** The standing of organizations as read just now, by id. Asks the catalogue twice, whatever their number. */
export async function standingsOf(
  deps: Deps,
  installation: Installation,
  websiteField: string,
  organizations: readonly Organization[],
): Promise<ReadonlyMap<number, Standing>> {
  const distinct = [...new Map(organizations.map((each) => [each.id, each])).values()];
  const { companyId, epoch, platformScope } = installation;
  const texts = distinct.map((organization) => websiteText(organization, websiteField));
  const [matched, links] = await Promise.all([
    matchWebsites(deps, texts, platformScope),
    Promise.all(distinct.map(({ id }) => deps.links.get(companyId, id))),
  ]);
  const found = distinct.map(({ id }, at) => {
    const link = links[at]?.epoch === epoch ? (links[at] ?? null) : null;
    const website = matched[at]?.match;
    const match = website ? decide(website, link ?? noDecisions) : null;
    return { id, link, kind: match?.kind, storeId: match?.storeId ?? null };
  });
  const stores = await deps.findStores(found.flatMap(({ storeId }) => storeId ?? []));
  return new Map(
    found.map(({ id, link, kind, storeId }): [number, Standing] => {
      const store = storeId === null ? undefined : stores.get(storeId);
      if (link?.doNotEnrich) return [id, { link, state: 'excluded', store: null }];
      if (kind === 'out_of_plan' || (store && !planCovers(installation, store)))
        return [id, { link, state: 'out_of_plan', store: null }];
      return [id, store ? { link, state: 'ok', store } : { link, state: 'no_store', store: null }];
    }),
  );
}
