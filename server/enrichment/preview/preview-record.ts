import type { StoreRecord } from '../../catalog/store.ts';
import { toStoreView } from '../../catalog/store-view.ts';
import type { CalculatedValue, MappingEntry } from '../../mapping/mapping.ts';
import { type SourceInfo, sourcesOf } from '../../mapping/source-info.ts';
import { endpoints } from '../../pipedrive/endpoints.ts';
import type { Field, FieldValue, Organization, Person } from '../../pipedrive/types.ts';
import type { EnrichmentContext } from '../enrichment-context.ts';
import type { PreviewField, PreviewRecord } from './preview.contract.ts';
import type { ExplainedPlan } from './preview-plan.ts';
import type { SeenRecord } from './preview-read.ts';
import { shownValue } from './preview-value.ts';

/** How fields and sources are called, for people. */
export type Names = {
  fields: ReadonlyMap<string, Field>;
  sources: ReadonlyMap<string, SourceInfo>;
  /** Labels of options that would be created, by the numbers a preview gives them. */
  supposed: ReadonlyMap<number, string>;
};

/** Names for a preview. @param fields as read from Pipedrive just now */
export function namesOf(
  fields: readonly Field[],
  calculated: readonly CalculatedValue[],
  supposed: ReadonlyMap<number, string>,
): Names {
  const byCode = new Map(fields.map((field) => [field.code, field]));
  return { fields: byCode, sources: sourcesOf(calculated), supposed };
}

/** A record of which nothing would be written, or nothing can be shown. Pure. */
export function leftAlone(seen: SeenRecord, state: string, store: StoreRecord | null = null): PreviewRecord {
  const name = seen.state === 'ok' ? seen.record.name : seen.name;
  return { id: seen.id, name, state, ...storeNames(store), fields: [], tokens: 0 };
}

/** A record with all its mapped fields: what is written and what stays, and why. Pure. */
export function plannedRecord(
  context: EnrichmentContext,
  names: Names,
  facts: {
    record: Organization | Person;
    live: Record<string, FieldValue>;
    store: StoreRecord;
    plan: ExplainedPlan;
  },
): PreviewRecord {
  const { record, live, store, plan } = facts;
  const isEnabled = context.mapping.enabled;
  const fields = [
    ...plan.decided.map((decision) => decidedField(names, plan, decision, live)),
    ...context.mapping.entries.flatMap((entry) => leftOut(context, names, entry, live)),
  ];
  const writes = isEnabled && plan.diff.fields.length > 0;
  return {
    id: record.id,
    name: record.name,
    state: isEnabled ? 'ok' : 'not_enabled',
    ...storeNames(store),
    fields,
    tokens: writes ? endpoints.updateOrganization.cost : 0,
  };
}

function decidedField(
  names: Names,
  { diff }: ExplainedPlan,
  { field, verdict }: ExplainedPlan['decided'][number],
  live: Record<string, FieldValue>,
): PreviewField {
  const { source, code, type, rule, value } = field;
  const target = names.fields.get(code);
  const now = shownValue(live[code], target);
  const noteDetail = field.noteDetail ?? null;
  const common = { ...named(names, { source, code, type }), now, rule, noteDetail };
  if (!(code in diff.write)) {
    return { ...common, next: now, action: 'keep', reason: verdict, note: field.note ?? null };
  }
  const next = shownValue(value, target, names.supposed);
  const creates = [value].flat().some((id) => typeof id === 'number' && names.supposed.has(id));
  const note = field.note ?? (creates ? 'option_created' : null);
  return { ...common, next, action: 'write', reason: null, note };
}

/** A field that Pipedrive refused, or no longer has, is left out of every write. */
function leftOut(
  { refused }: EnrichmentContext,
  names: Names,
  { source, target, rule, enabled, broken }: MappingEntry,
  live: Record<string, FieldValue>,
): PreviewField[] {
  if (!enabled || !target || !(broken || refused.has(target.code))) return [];
  const now = shownValue(live[target.code], names.fields.get(target.code));
  const shown = named(names, { source, ...target });
  return [{ ...shown, now, next: now, rule, action: 'keep', reason: 'broken', note: null, noteDetail: null }];
}

function named(names: Names, { source, code, type }: { source: string; code: string; type: string }) {
  return {
    source,
    label: names.sources.get(source)?.label ?? source,
    targetName: names.fields.get(code)?.name ?? 'A field that Pipedrive no longer has',
    targetType: type,
  };
}

function storeNames(store: StoreRecord | null): Pick<PreviewRecord, 'storeName' | 'storeHost'> {
  const view = store && toStoreView(store);
  return { storeName: view?.merchantName ?? view?.title ?? null, storeHost: view?.name ?? null };
}
