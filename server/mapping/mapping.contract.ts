import { z } from 'zod';
import { sourceKind } from './convert/compatibility.contract.ts';

export const objectType = z.enum(['organization', 'person']);
export type ObjectTypeName = z.infer<typeof objectType>;

/** Refuses a list or record that is too long before any of it is read, which would take long. */
export function atMost<Output, Input>(
  most: number,
  schema: z.ZodType<Output, Input>,
): z.ZodType<Output, Input> {
  const isShort = (value: unknown) =>
    typeof value !== 'object' || value === null || Object.keys(value).length <= most;
  return z.custom<Input>(isShort, 'Too many').pipe(schema);
}

/** More than the catalogue and all calculated values together. */
export const mostSources = 250;
export const mostCalculated = 50;
/** Characters of all calculated values with their examples, as JSON: what was saved must fit into a file. */
export const mostCalculatedText = 200_000;

const source = z.string().min(1).max(80);
const fieldCode = z.string().min(1).max(64);
export const writeRule = z.enum(['always', 'if_empty_or_ours', 'if_empty', 'never']);

const volatility = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({
    kind: z.literal('tolerance'),
    /** 0.1 = ten per cent. */
    share: z.number().min(0.001).max(1),
    plus: z.number().min(0).max(1_000_000).optional(),
  }),
  z.strictObject({ kind: z.literal('rides_along') }),
]);

/** What a person decides about one source. */
export const entrySettings = z.strictObject({
  /** Code of the field to write to; null: none. */
  target: fieldCode.nullable(),
  rule: writeRule,
  whenMissing: z.enum(['keep', 'clear']),
  volatility,
  newOption: z.enum(['skip', 'create']),
  enabled: z.boolean(),
});
export type EntrySettings = z.infer<typeof entrySettings>;

export const resultType = z.enum(['text', 'number', 'yes_no', 'date', 'list', 'money']);

export const calculatedValue = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().trim().min(1).max(80),
  expression: z.string().min(1).max(4000),
  resultType,
  examples: atMost(
    20,
    z.array(z.strictObject({ storeId: z.string().min(1).max(255), expected: z.string().max(1000) })),
  ),
});
export type CalculatedValueView = z.infer<typeof calculatedValue>;

/**
 * Changes to save, or to try out in a preview: entries that are not named stay as they are, `calculated` is the
 * whole new list. Refused when somebody saved after `edition` (409 `mapping_changed`).
 */
export const mappingChanges = z.strictObject({
  edition: z.number().int().min(0),
  organization: z
    .strictObject({
      enabled: z.boolean().optional(),
      entries: atMost(mostSources, z.record(source, entrySettings)).optional(),
    })
    .optional(),
  person: z
    .strictObject({
      enabled: z.boolean().optional(),
      entries: atMost(mostSources, z.record(source, entrySettings)).optional(),
    })
    .optional(),
  calculated: atMost(mostCalculated, z.array(calculatedValue)).optional(),
});
export type MappingChanges = z.infer<typeof mappingChanges>;

/** Why a mapping cannot be saved as it is. `source` null: it concerns no single row. */
export const mappingProblem = z.object({
  /**
   * `incompatible_types`, `two_entries_one_target`, `target_gone`, `unknown_source`, `holds_the_website`,
   * `bad_expression`, `duplicate_name`, `calculated_in_use`, `plan_required`, `too_much_text`.
   */
  code: z.string(),
  objectType: objectType.nullable(),
  source: z.string().nullable(),
  message: z.string(),
});
export type MappingProblem = z.infer<typeof mappingProblem>;
export const mappingProblems = z.object({ problems: z.array(mappingProblem) });

/** A field of Pipedrive that may be picked; those no source could ever fit are left out. */
const targetView = z.object({
  code: z.string(),
  name: z.string(),
  type: z.string(),
  isCustom: z.boolean(),
  /** How many options it has; null for types without options. */
  options: z.number().nullable(),
});
export type TargetView = z.infer<typeof targetView>;

/** One source, what was decided about it, and where it stands in this company. */
const mappingRow = z.object({
  source: z.string(),
  label: z.string(),
  description: z.string(),
  /** Heading the row stands under, e.g. `Contacts`; `Calculated values` for those. */
  group: z.string(),
  kind: sourceKind,
  unit: z.string(),
  /** True for sources that move nearly every week. */
  volatile: z.boolean(),
  settings: entrySettings,
  /** Settings of a fresh start; the target is null in it. */
  defaults: entrySettings,
  /**
   * `not_mapped`: no field yet. `mapped`: a field of the company. `found`: none, but a prefixed field of the right type
   * from an earlier install waits for "take over". `broken`: Pipedrive refused the field or no longer has it.
   */
  state: z.enum(['not_mapped', 'mapped', 'found', 'broken']),
  /** Why it is broken: `field_refused` or `target_gone`. */
  brokenCode: z.string().nullable(),
  /** Name of the target as Pipedrive has it now. */
  targetName: z.string().nullable(),
  /** Field the app would create for it. */
  newField: z.object({ name: z.string(), type: z.string() }),
  /** Position in the documented order of usefulness; the proposal takes the first that fit. */
  priority: z.number(),
  proposed: z.boolean(),
});
export type MappingRowView = z.infer<typeof mappingRow>;

const objectView = z.object({
  enabled: z.boolean(),
  rows: z.array(mappingRow),
  targets: z.array(targetView),
});
export type ObjectView = z.infer<typeof objectView>;

const pipedrivePlan = z.enum(['lite', 'growth', 'premium', 'ultimate']);

export const mappingView = z.object({
  /** Number of the last saved version; 0: never saved. */
  edition: z.number(),
  savedBy: z.object({ userId: z.number(), at: z.string() }).nullable(),
  /** Field names begin with it: `Store Leads: City`. */
  prefix: z.string(),
  organization: objectView,
  person: objectView,
  calculated: z.array(calculatedValue),
  cap: z.object({
    /** Custom fields of organizations and persons seen; deals and products may use more: "at least". */
    used: z.number(),
    /** Null while the plan is neither stated nor inferred. */
    limit: z.number().nullable(),
    basis: z.enum(['stated', 'inferred', 'refused', 'unknown']),
    pipedrivePlan: pipedrivePlan.nullable(),
  }),
  /** Who can create fields, when the caller cannot: ids of connected users who can. */
  canCreate: z.object({
    allowed: z.boolean(),
    code: z.string().nullable(),
    message: z.string().nullable(),
    usersWhoCan: z.array(z.number()),
  }),
});
export type MappingView = z.infer<typeof mappingView>;

export const createFields = z.object({
  objectType,
  create: atMost(mostSources, z.array(source)),
  takeOver: atMost(mostSources, z.array(source)),
});
export type CreateFields = z.infer<typeof createFields>;

/** What happened to each source; `mapping` is the view afterwards. */
export const createFieldsResult = z.object({
  created: z.array(z.string()),
  takenOver: z.array(z.string()),
  refused: z.array(z.object({ source: z.string(), code: z.string(), message: z.string() })),
  mapping: mappingView,
});
export type CreateFieldsResult = z.infer<typeof createFieldsResult>;

export const statePlan = z.object({ pipedrivePlan });

/** Saved versions, newest first. `reason`: `saved`, `fields`, `imported`, `restored`. */
export const mappingVersions = z.object({
  versions: z.array(
    z.object({
      edition: z.number(),
      at: z.string(),
      userId: z.number(),
      reason: z.string(),
      current: z.boolean(),
    }),
  ),
});
export type MappingVersions = z.infer<typeof mappingVersions>;
export const restoreVersion = z.object({ edition: z.number().int().min(0) });

/*
 * Routes (all need `Authorization: Bearer <signed token>`; writing ones: account's owner or Pipedrive admin):
 *   GET  /api/mapping                            → mappingView
 *   POST /api/mapping/check    mappingChanges    → mappingProblems (nothing is saved)
 *   PUT  /api/mapping          mappingChanges    → mappingView; 409 `mapping_changed` when another edition was saved
 *                                                meanwhile; 422 `mapping_refused` with `details.problems`
 *   POST /api/mapping/fields   createFields      → createFieldsResult
 *   PUT  /api/mapping/plan     statePlan         → mappingView
 *   GET  /api/mapping/versions                   → mappingVersions
 *   POST /api/mapping/versions/:edition/restore  restoreVersion (edition the caller saw) → mappingView; 409 as above
 */
