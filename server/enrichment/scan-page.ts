import { type Counters, countRecord, noCounts } from '../runs/run.ts';
import { hasDecisions, type Link, newLink, noStore, rematch } from './link.ts';
import type { MatchedWebsite } from './match-websites.ts';

/** An organization of a page, with what its website came to. */
type ScannedOrganization = MatchedWebsite & { orgId: number; updateTime: string | null };

export type ScanPage = {
  companyId: number;
  epoch: string;
  runId: string;
  /** When the walk began. */
  since: Date;
  organizations: ScannedOrganization[];
  /** Links in the page's range of ids. */
  known: Link[];
};

/** What a page changes: links to write, links to remove, and how its records count. */
export type PagePlan = { save: Link[]; remove: number[]; counts: Counters };

/**
 * Decides what a page of organizations changes. Pure and repeatable: a page written before a crash, taken again,
 * writes nothing and counts the same.
 */
export function planPage({ companyId, epoch, runId, since, organizations, known }: ScanPage): PagePlan {
  const links = new Map(known.map((link) => [link.orgId, link]));
  const plan: PagePlan = { save: [], remove: [], counts: noCounts() };
  for (const organization of organizations) {
    const link = links.get(organization.orgId) ?? newLink({ companyId, epoch, orgId: organization.orgId });
    links.delete(organization.orgId);
    const { domains, updateTime } = organization;
    const match = rematch(link, organization.match, link);
    const broughtRelease = match.storeId === link.match.storeId ? link.broughtRelease : null;
    const scanned = { ...link, match, domains, updateTime, gone: false, broughtRelease };

    const matchChanged = match.kind !== link.match.kind || match.storeId !== link.match.storeId || link.gone;
    const isNew = link.rev === 0 || matchChanged;
    if (match.storeId !== null && !link.doNotEnrich) {
      const written = isNew || link.scanRunId === runId;
      countRecord(plan.counts, written ? 'written' : 'unchanged');
      if (isNew) scanned.scanRunId = runId;
    } else {
      countRecord(
        plan.counts,
        'skipped',
        link.doNotEnrich || match.kind === 'not_this_store' ? 'excluded' : match.kind,
      );
    }

    if (match.kind === 'no_website' && !hasDecisions(link)) {
      if (link.rev > 0) plan.remove.push(link.orgId);
    } else if (isNew || !sameFacts(scanned, link)) {
      plan.save.push(scanned);
    }
  }
  for (const link of links.values()) {
    // One that somebody worked on since may belong to an organization younger than the page.
    if (!link.last || link.last.at < since) buryOrRemove(link, plan);
  }
  return plan;
}

/** An organization that is no longer listed: its link goes, unless somebody decided something about it. */
function buryOrRemove(link: Link, plan: PagePlan): void {
  if (!hasDecisions(link)) plan.remove.push(link.orgId);
  else if (!link.gone) {
    plan.save.push({ ...link, ...noStore, updateTime: null, gone: true });
  }
}

function sameFacts(a: Link, b: Link): boolean {
  return (
    a.match.kind === b.match.kind &&
    a.match.storeId === b.match.storeId &&
    a.match.key === b.match.key &&
    a.updateTime === b.updateTime &&
    a.domains.join(' ') === b.domains.join(' ')
  );
}
