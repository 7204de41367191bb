import { z } from 'zod';
import { storeView } from '../catalog/catalog.contract.ts';
import { runView } from '../runs/runs.contract.ts';

/** Outcome of the last attempt to enrich a record. */
const enrichmentState = z.object({
  /** `working`: a write is pending right now. */
  state: z.enum(['never', 'in_step', 'working', 'failed']),
  at: z.string().nullable(),
  /** Fields written by the last attempt. */
  fieldsWritten: z.number(),
  /** Code of what went wrong, e.g. `record_gone`, `no_access`, `budget_exhausted`. */
  errorCode: z.string().nullable(),
  /** A sentence for the person: what went wrong and what to do. */
  message: z.string().nullable(),
  /** Labels of fields that were cut or left out, with the reason code; `detail`: the code of a calculation that failed. */
  notes: z.array(
    z.object({ field: z.string(), code: z.string(), detail: z.string().nullable().default(null) }),
  ),
});
export type EnrichmentState = z.infer<typeof enrichmentState>;

/** Why the panel of an organization shows no store. */
const noStoreReason = z.enum([
  'no_website',
  'no_match',
  'not_a_shop',
  'ambiguous',
  'out_of_plan',
  'not_this_store',
  'merged',
  'website_field_not_chosen',
]);

/** What the panel shows. `recordState` other than `ok` comes with no store. */
export const panelView = z.object({
  recordState: z.enum(['ok', 'deleted', 'no_access', 'budget_exhausted', 'no_organization']),
  organizationId: z.number().nullable(),
  /** The website text as read live from Pipedrive for this view; never stored. */
  website: z.string().nullable(),
  store: storeView.nullable(),
  noStoreReason: noStoreReason.nullable(),
  /** Choices for `ambiguous`. */
  candidates: z.array(storeView),
  excluded: z.boolean(),
  enrichment: enrichmentState,
  /** Whether Enrich may be pressed now and, if not, why (code) and what to do (sentence). */
  canEnrich: z.object({ allowed: z.boolean(), code: z.string().nullable(), message: z.string().nullable() }),
});
export type PanelView = z.infer<typeof panelView>;

export const linkDecision = z.object({
  decision: z.enum(['not_this_store', 'do_not_enrich', 'enrich_again', 'this_store']),
  /** For `this_store` and `not_this_store`. */
  storeId: z.string().max(255).optional(),
});
export type LinkDecision = z.infer<typeof linkDecision>;

/** Before "Enrich all": what it will take. */
export const enrichAllEstimate = z.object({
  records: z.number(),
  /** Upper bound of tokens: one PATCH for every record, and the most that may have to be read and created before. */
  tokens: z.number(),
  /** Seconds of work at the allowed pace, waiting for the daily reset included. */
  seconds: z.number(),
  tokensLeftToday: z.number().nullable(),
  blocked: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type EnrichAllEstimate = z.infer<typeof enrichAllEstimate>;

export const startedRun = z.object({ run: runView });

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET  /api/organizations/:id/panel      → panelView
 *   GET  /api/persons/:id/panel            → panelView (of the linked organization)
 *   POST /api/organizations/:id/enrich     → panelView
 *   POST /api/organizations/:id/link       linkDecision → panelView
 *   POST /api/scans                        → startedRun (409 run_active when one is under way)
 *   GET  /api/enrich-all/estimate          → enrichAllEstimate
 *   POST /api/enrich-all                   → startedRun
 *   GET  /api/runs                         → runList (newest first, at most 20)
 *   GET  /api/runs/:id                     → startedRun
 *   POST /api/runs/:id/cancel              → startedRun
 */
