import type { WebsiteMatch } from '../catalog/website-match.ts';
import { AppError } from '../platform/errors.ts';
import type { LinkDecision } from './enrichment.contract.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { candidatesOf, type Decisions, decide } from './link.ts';
import { updateLink } from './link-writes.ts';
import type { OpenRecord } from './panel.ts';

/** Keeps what a person says about a record; it lasts whatever scans find. Throws what `changeFor` throws. */
export async function decideAboutLink(
  deps: EnrichmentDeps,
  record: OpenRecord,
  said: LinkDecision,
): Promise<void> {
  const { installation, organization, matched } = record;
  const website = matched ?? { match: { kind: 'no_website' as const }, domains: [] };
  const key = { companyId: installation.companyId, epoch: installation.epoch, orgId: organization.id };
  const seen = { website, updateTime: organization.updateTime };
  await updateLink(deps, key, seen, (link) => changeFor(said, website.match, link));
}

/**
 * What a decision changes. Pure.
 * - `not_this_store`: never link it to that store (without `storeId`: the one linked now).
 * - `this_store`: it is that one of the several its website fits.
 * - `do_not_enrich` · `enrich_again`: the latter also forgets "not this store".
 * @throws AppError `no_store` (409) when none is linked, `store_not_a_candidate` (400) when the website does not lead to it.
 */
function changeFor(said: LinkDecision, match: WebsiteMatch, decisions: Decisions): Partial<Decisions> {
  if (said.decision === 'do_not_enrich') return { doNotEnrich: true };
  if (said.decision === 'enrich_again') return { doNotEnrich: false, notStoreIds: [] };

  const storeId = said.storeId ?? decide(match, decisions).storeId;
  if (storeId === null) {
    throw new AppError({
      code: 'no_store',
      status: 409,
      message: 'No store is linked to this organization. Reload the panel.',
    });
  }
  if (!candidatesOf(match).includes(storeId)) {
    throw new AppError({
      code: 'store_not_a_candidate',
      status: 400,
      message:
        'The website of this organization does not lead to that store. Reload the panel and choose again.',
    });
  }
  const others = decisions.notStoreIds.filter((id) => id !== storeId);
  if (said.decision === 'this_store')
    return { chosenStoreId: storeId, notStoreIds: others, doNotEnrich: false };
  const chosenStoreId = decisions.chosenStoreId === storeId ? null : decisions.chosenStoreId;
  return { notStoreIds: [...others, storeId], chosenStoreId };
}
