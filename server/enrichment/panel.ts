import type { StoreRecord } from '../catalog/store.ts';
import type { Installation } from '../install/installation.ts';
import { calculatedSource } from '../mapping/mapping.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { gateClosed, nothingToFill } from './enrich-all-estimate.ts';
import type { PanelView } from './enrichment.contract.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { requireInstallation } from './epoch-guard.ts';
import { candidatesOf, decide, type Link, type LinkMatch, noDecisions, rematch } from './link.ts';
import { type MatchedWebsite, matchWebsites } from './match-websites.ts';
import { hiddenPanel, panelViewOf } from './panel-view.ts';
import {
  type OpenedRead,
  type ReadRecord,
  readOrganization,
  readOrganizationOfPerson,
} from './read-record.ts';
import { websiteText } from './website-text.ts';

/** A record the caller may see, with everything the panel and its buttons go by. */
export type OpenRecord = {
  installation: Installation;
  caller: Caller;
  organization: Organization;
  website: string;
  /** When the organization was read. */
  readAt: Date;
  /** Null: the field that holds the website was not chosen yet. */
  matched: MatchedWebsite | null;
};

/** Calls a person makes by looking: with their own grant, given up when they look away. */
export const callerOf = (session: Session, signal: AbortSignal): Caller => ({
  ...session,
  lane: 'click',
  signal,
});

/** The panel of an organization. Nothing is stored by looking. */
export async function organizationPanel(
  deps: EnrichmentDeps,
  caller: Caller,
  organizationId: number,
): Promise<PanelView> {
  return showPanel(deps, caller, await readOrganization(deps, caller, organizationId));
}

/** The panel of a person: that of the linked organization. */
export async function personPanel(
  deps: EnrichmentDeps,
  caller: Caller,
  personId: number,
): Promise<PanelView> {
  return showPanel(deps, caller, await readOrganizationOfPerson(deps, caller, personId));
}

async function showPanel(deps: EnrichmentDeps, caller: Caller, read: ReadRecord): Promise<PanelView> {
  if (read.state !== 'ok') return hiddenPanel(read.state, read.organizationId);
  return panelOf(deps, await openRecord(deps, caller, read));
}

/** Matches the website of a record that was read just now. */
export async function openRecord(
  deps: EnrichmentDeps,
  caller: Caller,
  { organization, readAt }: Pick<OpenedRead, 'organization' | 'readAt'>,
): Promise<OpenRecord> {
  const installation = await requireInstallation(deps, caller.companyId);
  const { websiteField, platformScope } = installation;
  const website = websiteField === null ? '' : websiteText(organization, websiteField);
  const [matched] = websiteField === null ? [] : await matchWebsites(deps, [website], platformScope);
  return { installation, caller, organization, website, readAt, matched: matched ?? null };
}

/** The panel of a record that is open, with its link as stored now. */
export async function panelOf(deps: EnrichmentDeps, record: OpenRecord): Promise<PanelView> {
  const { installation, organization, website, matched } = record;
  const link = await linkOf(deps, record);
  const match = matched && (link ? rematch(link, matched.match, link) : decide(matched.match, noDecisions));
  const open = matched ? candidatesOf(matched.match).filter((id) => !link?.notStoreIds.includes(id)) : [];
  const shown = match?.kind === 'ambiguous' ? open : match?.storeId ? [match.storeId] : [];
  const stores = await deps.findStores(shown);
  const records = shown
    .map((id) => stores.get(id))
    .filter((store): store is StoreRecord => store !== undefined);
  const ambiguous = match?.kind === 'ambiguous';
  const mapping = await deps.getMapping(installation.companyId);
  return panelViewOf({
    organizationId: organization.id,
    website,
    match,
    store: ambiguous ? null : (records[0] ?? null),
    candidates: ambiguous ? records : [],
    link,
    labels: new Map(mapping.calculated.map(({ name, label }) => [calculatedSource(name), label])),
    blocked: enrichBlocked(installation, match, link) ?? nothingToFill(mapping),
    now: deps.clock.now(),
  });
}

/** The stored link of an open record, if it is of this installation. */
export async function linkOf(deps: Pick<EnrichmentDeps, 'links'>, record: OpenRecord): Promise<Link | null> {
  const { companyId, epoch } = record.installation;
  const link = await deps.links.get(companyId, record.organization.id);
  return link?.epoch === epoch ? link : null;
}

/** Why a person cannot enrich this record now; null when they can. */
export function enrichBlocked(
  installation: Installation,
  match: LinkMatch | null,
  link: Link | null,
): AppError | null {
  const gate = gateClosed(installation, 'manual_enrichment');
  if (gate) return gate;
  if (link?.doNotEnrich) {
    return refusal('excluded', 'This organization is set to “do not enrich”. Allow it again first.');
  }
  if (!match?.storeId)
    return refusal('no_store', 'No store is linked to this organization, so there is nothing to write.');
  return null;
}

function refusal(code: string, message: string): AppError {
  return new AppError({ code, status: 409, message });
}
