import { noKnowledge } from '../../mapping/diff/knowledge.ts';
import type { Session } from '../../platform/endpoint.ts';
import { calculateFor } from '../calculate-for.ts';
import { gateClosed } from '../enrich-all-estimate.ts';
import { contextFor } from '../enrichment-context.ts';
import { requireInstallation } from '../epoch-guard.ts';
import { fieldValues } from '../field-values.ts';
import { missingIn } from '../missing-options.ts';
import { websiteFieldNotChosen } from '../overlap-scan.ts';
import { callerOf } from '../panel.ts';
import type { PreviewRecord, PreviewRequest, PreviewResult } from './preview.contract.ts';
import { costOfPresses } from './preview-cost.ts';
import type { PreviewDeps } from './preview-deps.ts';
import { factsWith, previewedMapping } from './preview-mapping.ts';
import { supposeOptions } from './preview-options.ts';
import { explainPlan } from './preview-plan.ts';
import { readRecords } from './preview-read.ts';
import { leftAlone, namesOf, plannedRecord } from './preview-record.ts';
import { sampleRecords } from './preview-sample.ts';
import { standingsOf } from './preview-standing.ts';

/**
 * What Enrich would write to records now, field by field. Records are read with the caller's own grant; nothing is
 * written or stored. Of people nothing was ever written, so nothing of theirs counts as ours.
 * @throws AppError `plan_required`, `website_field_not_chosen`, `not_allowed` (drafts are for those who may change
 *   settings), or what concerns connection and budget
 */
export async function previewChanges(
  deps: PreviewDeps,
  session: Session,
  request: PreviewRequest,
  signal: AbortSignal,
): Promise<PreviewResult> {
  const { objectType, scope, draft } = request;
  const installation = await requireInstallation(deps, session.companyId);
  const gate = gateClosed(installation, 'manual_enrichment');
  if (gate) throw gate;
  const { websiteField, epoch } = installation;
  if (websiteField === null) throw websiteFieldNotChosen();
  if (draft) await deps.requireManager(session);

  const caller = callerOf(session, signal);
  const [{ mapping, fields, problems }, seen] = await Promise.all([
    previewedMapping(deps, { session, caller, epoch, objectType }, draft),
    scope.kind === 'records'
      ? readRecords(deps, caller, objectType, scope.ids)
      : sampleRecords(deps, objectType, { installation, caller, count: scope.count }),
  ]);
  const context = await contextFor(factsWith(deps, fields), installation, caller, mapping);
  const organizations = seen.flatMap((each) => (each.state === 'ok' ? [each.organization] : []));
  const standings = await standingsOf(deps, installation, websiteField, organizations);
  const stores = [...standings.values()].flatMap(({ store }) => store ?? []);
  await calculateFor(deps, context, stores, deps.clock.now());

  const newOptions = stores.map((store) => missingIn(context, [store]).size);
  const names = namesOf(fields, mapping.calculated, supposeOptions(context, stores));
  const records = seen.flatMap((each): PreviewRecord[] => {
    if (each.state !== 'ok') return [leftAlone(each, each.state)];
    const standing = standings.get(each.organization.id);
    // A sample shows records that have something to show.
    if (standing?.state !== 'ok')
      return scope.kind === 'sample' ? [] : [leftAlone(each, standing?.state ?? 'no_store')];
    const { store, link } = standing;
    const { record } = each;
    const isPerson = objectType === 'person';
    const live = isPerson ? record.customFields : fieldValues(each.organization);
    const knowledge = isPerson || !link ? noKnowledge : link.knowledge;
    const plan = explainPlan(context, { store, knowledge, live });
    return [plannedRecord(context, names, { record, live, store, plan })];
  });
  const writes = records.filter(({ tokens }) => tokens > 0).length;
  const cost = await costOfPresses(deps, session.companyId, {
    records: writes,
    newOptions: writes > 0 ? newOptions : [],
  });
  return { records, problems, ...cost };
}
