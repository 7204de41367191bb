import type { StoreRecord } from '../catalog/store.ts';
import { toStoreView } from '../catalog/store-view.ts';
import { catalogField } from '../mapping/fields/field-catalog.ts';
import type { AppError } from '../platform/errors.ts';
import { attemptMessage } from './attempt-message.ts';
import type { EnrichmentState, PanelView } from './enrichment.contract.ts';
import type { Link, LinkMatch } from './link.ts';

const neverEnriched: EnrichmentState = {
  state: 'never',
  at: null,
  fieldsWritten: 0,
  errorCode: null,
  message: null,
  notes: [],
};

/** The panel of a record that is not to be shown. */
export function hiddenPanel(recordState: PanelView['recordState'], organizationId: number | null): PanelView {
  return {
    recordState,
    organizationId,
    website: null,
    store: null,
    noStoreReason: null,
    candidates: [],
    excluded: false,
    enrichment: neverEnriched,
    canEnrich: { allowed: false, code: recordState, message: null },
  };
}

/** The panel of a record the caller may see. Pure. */
export function panelViewOf(facts: {
  organizationId: number;
  website: string;
  /** Null: the field that holds the website was not chosen yet. */
  match: LinkMatch | null;
  store: StoreRecord | null;
  candidates: StoreRecord[];
  link: Link | null;
  /** Labels of calculated values by source. */
  labels: ReadonlyMap<string, string>;
  /** Why Enrich cannot be pressed. */
  blocked: AppError | null;
  now: Date;
}): PanelView {
  const { organizationId, website, match, store, candidates, link, labels, blocked, now } = facts;
  return {
    recordState: 'ok',
    organizationId,
    website: website === '' ? null : website,
    store: store && toStoreView(store),
    noStoreReason: store
      ? null
      : match === null
        ? 'website_field_not_chosen'
        : match.kind === 'match'
          ? 'no_match'
          : match.kind,
    candidates: candidates.map(toStoreView),
    excluded: link?.doNotEnrich ?? false,
    enrichment: enrichmentOf(link, labels, now),
    canEnrich: { allowed: blocked === null, code: blocked?.code ?? null, message: blocked?.message ?? null },
  };
}

function enrichmentOf(link: Link | null, labels: ReadonlyMap<string, string>, now: Date): EnrichmentState {
  const last = link?.last ?? null;
  const working = link?.lock ? link.lock.until > now : false;
  const failed = last?.outcome === 'failed';
  return {
    state: working ? 'working' : last === null ? 'never' : failed ? 'failed' : 'in_step',
    at: last?.at.toISOString() ?? null,
    fieldsWritten: last?.fieldsWritten ?? 0,
    errorCode: failed ? last.code : null,
    message: failed ? attemptMessage(last.code) : null,
    notes: (last?.notes ?? []).map(({ source, code, detail }) => ({
      field: catalogField.get(source)?.label ?? labels.get(source) ?? source,
      code,
      detail: detail ?? null,
    })),
  };
}
