import { pipedriveError } from '../pipedrive/errors.ts';
import type { Caller } from '../pipedrive/types.ts';
import { calculateFor } from './calculate-for.ts';
import type { CompanyFacts } from './company-facts.ts';
import { gateClosed, nothingToFill } from './enrich-all-estimate.ts';
import { enrichOrganization } from './enrich-organization.ts';
import { type EnrichmentContext, planRecord, readContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { decide, keyOf, type Link, noDecisions } from './link.ts';
import { updateLink } from './link-writes.ts';
import { lockLink } from './lock-link.ts';
import { markGone } from './mark-gone.ts';
import { createMissingOptions } from './missing-options.ts';
import { websiteFieldNotChosen } from './overlap-scan.ts';
import { enrichBlocked, linkOf, type OpenRecord } from './panel.ts';
import { timedRead } from './reading/timed-read.ts';
import { createRecordWriter } from './record-writer.ts';

type Deps = EnrichmentDeps & CompanyFacts;
type Held = { link: Link; token: string };

const patienceMs = 10_000;
/** How often a record is read again because what was read had become too old. */
const readings = 3;

/**
 * Enriches one record for a person who pressed the button, in that person's name. The record was read live, so an
 * edit somebody made is noticed; it is read again when somebody else worked on it in between.
 * @throws AppError `plan_required`, `website_field_not_chosen`, `excluded`, `no_store`, `no_fields`,
 *   `object_not_enabled`, `record_busy`, `too_late`, or what keeps all records of the company waiting. What went wrong with this record is kept with its link.
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
  const nothing = nothingToFill(context.mapping);
  if (nothing) throw nothing;
  await markGone(deps, context);

  const key = { companyId: installation.companyId, epoch: installation.epoch, orgId: organization.id };
  await updateLink(deps, key, { website: matched, updateTime: organization.updateTime });
  for (let reading = 1; ; reading++) {
    const held = await lockLink(deps, key, patienceMs);
    const isStale = reading > 1 || held.waited || held.link.last?.at.getTime() !== before?.last?.at.getTime();
    try {
      const open = isStale ? await readAgain(deps, record) : record;
      if ((await enrichHeld(deps, open, context, held)) !== 'too_late') return;
    } catch (error) {
      await deps.links.unlock(key, held.token);
      throw error;
    }
    if (reading === readings) throw pipedriveError('too_late');
  }
}

async function readAgain(deps: Deps, record: OpenRecord): Promise<OpenRecord> {
  const read = (caller: Caller) => deps.pipedrive.getOrganization(caller, record.organization.id);
  const { value: organization, readAt } = await timedRead(deps, record.caller, read);
  return { ...record, organization, readAt };
}

async function enrichHeld(
  deps: Deps,
  record: OpenRecord,
  context: EnrichmentContext,
  held: Held,
): Promise<unknown> {
  const { link, token } = held;
  const storeId = link.doNotEnrich ? '' : (link.match.storeId ?? '');
  const store = (await deps.findStores([storeId])).get(storeId);
  if (!store) return deps.links.unlock(link, token);
  await calculateFor(deps, context, [store], deps.clock.now());
  await createMissingOptions(deps, context, record.caller, [store]);
  const diff = planRecord(context, store, link.knowledge, record.organization);
  return enrichOrganization(deps, {
    key: keyOf(link),
    token,
    caller: record.caller,
    context,
    diff,
    readAt: record.readAt,
    live: record.organization,
    cause: 'button',
    storeRelease: store.release,
    runId: null,
    writer: createRecordWriter(deps, link),
    savePending: () => deps.links.savePending(link, token, diff.pending),
  });
}
