import { z } from 'zod';
import { mappingChanges, objectType, writeRule } from '../../mapping/mapping.contract.ts';

/** What to look at: named records, or some of the customer's own matches. */
export const previewRequest = z.strictObject({
  objectType,
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('records'), ids: z.array(z.number().int().positive()).min(1).max(100) }),
    z.strictObject({ kind: z.literal('sample'), count: z.number().int().min(1).max(20) }),
  ]),
  /** Changes not saved yet, to see what they would do; null: the mapping as saved. */
  draft: mappingChanges.nullable(),
});
export type PreviewRequest = z.infer<typeof previewRequest>;

/** A value for people: money and lists keep their parts, options are their labels. */
const shown = z.union([
  z.string(),
  z.number(),
  z.object({ amount: z.number(), currency: z.string() }),
  z.array(z.string()),
  z.null(),
]);
export type ShownValue = z.infer<typeof shown>;

const previewField = z.object({
  source: z.string(),
  label: z.string(),
  targetName: z.string(),
  targetType: z.string(),
  now: shown,
  next: shown,
  rule: writeRule,
  /** `write`: would be written. `keep`: stays, `reason` says why. */
  action: z.enum(['write', 'keep']),
  /**
   * Why it stays: `in_step`, `not_ours`, `not_empty`, `rule_never`, `within_tolerance`, `rides_along`, `missing_kept`,
   * `note` (see `note`).
   */
  reason: z.string().nullable(),
  /**
   * Why the value is cut or left out: a code of mapping/note.contract.ts. `option_created`: the field has no such
   * option yet, and gets it before the write.
   */
  note: z.string().nullable(),
  /** With the note `calculation_failed`: the code of what went wrong. */
  noteDetail: z.string().nullable(),
});
export type PreviewField = z.infer<typeof previewField>;

const previewRecord = z.object({
  id: z.number(),
  name: z.string(),
  /**
   * `ok`; or why nothing would be written: `no_access`, `deleted`, `no_store`, `excluded`, `out_of_plan`,
   * `no_organization` (persons), `not_enabled` (enrichment of this object type is off; fields are shown all the same).
   */
  state: z.string(),
  storeName: z.string().nullable(),
  storeHost: z.string().nullable(),
  fields: z.array(previewField),
  /** Tokens the write would cost: 5, or 0 when nothing is to be written. */
  tokens: z.number(),
});
export type PreviewRecord = z.infer<typeof previewRecord>;

export const previewResult = z.object({
  records: z.array(previewRecord),
  /** For the writes shown, one by one: reading each record, creating options it needs, and the write. */
  tokens: z.number(),
  seconds: z.number(),
  tokensLeftToday: z.number().nullable(),
  /** Problems that keep the draft from being saved; the preview shows what it can. */
  problems: z.array(z.object({ source: z.string().nullable(), message: z.string() })),
});
export type PreviewResult = z.infer<typeof previewResult>;

/** What writing to so many records takes; `tokens`: what is known that it takes at least. */
export const writeCostQuery = z.object({
  records: z.coerce.number().int().min(0).max(10_000_000).default(0),
  tokens: z.coerce.number().int().min(0).max(100_000_000).default(0),
});
export const writeCost = z.object({
  tokens: z.number(),
  /** Seconds of work at the allowed pace, waiting for the daily reset included. */
  seconds: z.number(),
  tokensLeftToday: z.number().nullable(),
});
export type WriteCost = z.infer<typeof writeCost>;

/** "Enrich" for some organizations, one after another. */
export const enrichMany = z.strictObject({ ids: z.array(z.number().int().positive()).min(1).max(100) });

export const enrichManyResult = z.object({
  records: z.array(
    z.object({
      id: z.number(),
      outcome: z.enum(['written', 'unchanged', 'failed']),
      fieldsWritten: z.number(),
      /** Why it failed. */
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
  /** Why the organizations that are missing above were not begun, e.g. `budget_exhausted`; null: none is missing. */
  stopped: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type EnrichManyResult = z.infer<typeof enrichManyResult>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`; records are read with the caller's own grant):
 *   POST /api/preview       previewRequest → previewResult
 *   POST /api/preview/all   → startedRun: a run of kind `preview` that plans everything and writes nothing; its
 *                           `written` counts records that would be written, `fieldsToWrite` by source
 *   GET  /api/preview/cost  writeCostQuery → writeCost: what a preview of everything says writing would take
 *   POST /api/organizations/enrich  enrichMany → enrichManyResult: "Enrich" of the bulk modal
 */
