import type { Currencies } from './currencies.ts';
import { gateClosed, noFields } from './enrich-all-estimate.ts';
import { enrichOrganization } from './enrich-organization.ts';
import { type EnrichmentContext, planRecord, readContext, writesAnything } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { decide, keyOf, type Link, noDecisions } from './link.ts';
import { updateLink } from './link-writes.ts';
import { lockLink } from './lock-link.ts';
import { websiteFieldNotChosen } from './overlap-scan.ts';
import { enrichBlocked, linkOf, type OpenRecord } from './panel.ts';
import { createRecordWriter } from './record-writer.ts';

type Deps = EnrichmentDeps & { currencies: Currencies };
type Held = { link: Link; token: string };

const patienceMs = 10_000;

/**
 * Enriches one record for a person who pressed the button, in that person's name. The record was read live, so an
 * edit somebody made is noticed; it is read again when somebody else worked on it in between.
 * @throws AppError `plan_required`, `website_field_not_chosen`, `excluded`, `no_store`, `no_fields`, `record_busy`,
 *   or what keeps all records of the company waiting. What went wrong with this record is kept with its link.
 */
export async function enrichByButton(deps: Deps, record: OpenRecord): Promise<void> {
  const { installation, caller, organization, matched } = record;
  const gate = gateClosed(installation, 'manual_enrichment');
  if (gate) throw gate;
  if (!matched) throw websiteFieldNotChosen();
  const before = await linkOf(deps, record);
  const blocked = enrichBlocked(installation, decide(matched.match, before ?? noDecisions), before);
  if (blocked) throw blocked;
  const context = await readContext(deps, installation, caller);
  if (!writesAnything(context.mapping)) throw noFields();

  const key = { companyId: installation.companyId, epoch: installation.epoch, orgId: organization.id };
  await updateLink(deps, key, { website: matched, updateTime: organization.updateTime });
  const held = await lockLink(deps, key, patienceMs);
  const isStale = held.waited || held.link.last?.at.getTime() !== before?.last?.at.getTime();
  try {
    const live = isStale ? await deps.pipedrive.getOrganization(caller, organization.id) : organization;
    await enrichHeld(deps, { ...record, organization: live }, context, held);
  } catch (error) {
    await deps.links.unlock(key, held.token);
    throw error;
  }
}

async function enrichHeld(
  deps: Deps,
  record: OpenRecord,
  context: EnrichmentContext,
  held: Held,
): Promise<void> {
  const { link, token } = held;
  const storeId = link.doNotEnrich ? '' : (link.match.storeId ?? '');
  const store = (await deps.findStores([storeId])).get(storeId);
  if (!store) return deps.links.unlock(link, token);
  const diff = planRecord(context, store, link.knowledge, record.organization);
  await enrichOrganization(deps, {
    key: keyOf(link),
    token,
    caller: record.caller,
    context,
    diff,
    runId: null,
    writer: createRecordWriter(deps, link),
    savePending: () => deps.links.savePending(link, token, diff.pending),
  });
}
