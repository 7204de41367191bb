import { AppError } from '../platform/errors.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { insertGuarded } from './epoch-guard.ts';
import { type Decisions, type Link, type LinkKey, newLink, rematch } from './link.ts';
import type { MatchedWebsite } from './match-websites.ts';

type Deps = Pick<EnrichmentDeps, 'links' | 'getInstallation'>;
type Seen = { website: MatchedWebsite; updateTime: string | null };

const attempts = 5;

/**
 * Brings the link of a record up to what was just seen of it, with a changed decision where there is one. Made
 * when there is none. Repeated while others change it at the same moment.
 * @returns the link as stored
 * @throws AppError `not_installed` (404); `record_busy` (409) when others never let go of it.
 */
export async function updateLink(
  deps: Deps,
  key: LinkKey,
  seen: Seen,
  change: (link: Link) => Partial<Decisions> = () => ({}),
): Promise<Link> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = await deps.links.get(key.companyId, key.orgId);
    const link = found && found.epoch === key.epoch ? found : newLink(key);
    const decisions = { ...pickDecisions(link), ...change(link) };
    const { domains } = seen.website;
    const set = {
      ...decisions,
      match: rematch(link, seen.website.match, decisions),
      domains,
      updateTime: seen.updateTime,
      gone: false,
    };
    if (link.rev > 0) {
      if (await deps.links.change(link, set)) return { ...link, ...set, rev: link.rev + 1 };
      continue;
    }
    const fresh = { ...link, ...set, rev: 1 };
    const insert = () => deps.links.insert(fresh);
    if (await insertGuarded(deps, key, { insert, erase: deps.links.erase })) return fresh;
  }
  throw new AppError({
    code: 'record_busy',
    status: 409,
    message: 'This organization is being updated right now. Try again in a moment.',
    retry: true,
  });
}

const pickDecisions = ({ notStoreIds, chosenStoreId, doNotEnrich }: Link): Decisions => ({
  notStoreIds,
  chosenStoreId,
  doNotEnrich,
});
