import { z } from 'zod';

/** One field of the catalogue and where it stands in this company. */
const fieldRow = z.object({
  source: z.string(),
  label: z.string(),
  description: z.string(),
  /** UI name of the Pipedrive type, e.g. `Large text`. */
  typeLabel: z.string(),
  volatile: z.boolean(),
  /** `created`: filled by us. `found`: a prefixed field of the right type from an earlier install waits for "take over". */
  state: z.enum(['not_created', 'created', 'found', 'broken']),
  fieldCode: z.string().nullable(),
  fieldName: z.string(),
  enabled: z.boolean(),
  /** Position in the documented order of usefulness; the proposal takes the first that fit. */
  priority: z.number(),
  proposed: z.boolean(),
});
export type FieldRow = z.infer<typeof fieldRow>;

export const fieldList = z.object({
  prefix: z.string(),
  rows: z.array(fieldRow),
  cap: z.object({
    /** Custom fields of organizations and persons seen; deals and products may use more: "at least". */
    used: z.number(),
    /** Null while the plan is neither stated nor inferred. */
    limit: z.number().nullable(),
    basis: z.enum(['stated', 'inferred', 'refused', 'unknown']),
    pipedrivePlan: z.enum(['lite', 'growth', 'premium', 'ultimate']).nullable(),
  }),
  /** Who can create fields, when the caller cannot: ids of connected users who can. */
  canCreate: z.object({
    allowed: z.boolean(),
    code: z.string().nullable(),
    message: z.string().nullable(),
    usersWhoCan: z.array(z.number()),
  }),
});
export type FieldList = z.infer<typeof fieldList>;

export const createFields = z.object({
  create: z.array(z.string().max(64)).max(97),
  takeOver: z.array(z.string().max(64)).max(97),
});
export type CreateFields = z.infer<typeof createFields>;

/** What happened to each source; `fields` is the list afterwards. */
export const createFieldsResult = z.object({
  created: z.array(z.string()),
  takenOver: z.array(z.string()),
  refused: z.array(z.object({ source: z.string(), code: z.string(), message: z.string() })),
  fields: fieldList,
});
export type CreateFieldsResult = z.infer<typeof createFieldsResult>;

export const statePlan = z.object({ pipedrivePlan: z.enum(['lite', 'growth', 'premium', 'ultimate']) });

/*
 * Routes (all need `Authorization: Bearer <signed token>`; writing ones: account's owner or Pipedrive admin):
 *   GET  /api/fields           → fieldList
 *   POST /api/fields           createFields → createFieldsResult
 *   PUT  /api/fields/plan      statePlan → fieldList
 *   PUT  /api/fields/:source   { enabled } → fieldList
 */
export const setFieldEnabled = z.object({ enabled: z.boolean() });
