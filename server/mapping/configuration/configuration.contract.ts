import { z } from 'zod';
import {
  atMost,
  calculatedValue,
  entrySettings,
  mappingProblem,
  mostCalculated,
  mostSources,
  objectType,
} from '../mapping.contract.ts';

/** A target as a file names it: by code for the same company, by name and type for another one. */
const fileTarget = z.strictObject({
  code: z.string().max(64),
  name: z.string().max(255),
  type: z.string().max(40),
});
const fileEntry = z.strictObject({ ...entrySettings.shape, target: fileTarget.nullable() });
const fileObject = z.strictObject({
  enabled: z.boolean(),
  entries: atMost(mostSources, z.record(z.string().max(80), fileEntry)),
});

/**
 * A configuration as a file. Sources that are as on a fresh start are left out; keys are sorted, so the same
 * configuration always gives the same bytes. It holds no time, no user and no company.
 */
export const configurationFile = z.strictObject({
  format: z.literal('store-leads-for-pipedrive'),
  version: z.literal(1),
  settings: z.strictObject({
    fieldPrefix: z
      .string()
      .max(40)
      .regex(/[^\s:]/),
  }),
  calculated: atMost(mostCalculated, z.array(calculatedValue)),
  organization: fileObject,
  person: fileObject,
});
export type ConfigurationFile = z.infer<typeof configurationFile>;

/** Longest file in characters: more than the largest configuration that can be saved takes. */
export const longestFile = 500_000;

/** The file as text of at most `longestFile` characters: it is read by the server, which names the place of a fault. */
export const importCheck = z.strictObject({ text: z.string() });
export const importApply = z.strictObject({
  text: z.string(),
  edition: z.number().int().min(0),
});

/** What applying a file would change, in people's words; codes of fields never show without their names. */
export const importPlan = z.object({
  edition: z.number(),
  changes: z.array(
    z.object({
      objectType: objectType.nullable(),
      /** Label of the field or calculated value, or of the setting. */
      label: z.string(),
      /** What changes: `Field`, `Write rule`, `Expression` … */
      what: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  ),
  /** Fields the file names and this company lacks: these entries are taken without a target. */
  notPlaced: z.array(z.object({ objectType, label: z.string(), fieldName: z.string(), message: z.string() })),
  /** Anything here keeps the file from being applied; `label` is that of its source. */
  problems: z.array(mappingProblem.extend({ label: z.string().nullable() })),
});
export type ImportPlan = z.infer<typeof importPlan>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`; account's owner or Pipedrive admin):
 *   GET  /api/configuration                      the file (application/json, as a download)
 *   POST /api/configuration/check  importCheck   → importPlan; 422 `not_json`, `unknown_format`, `later_version`,
 *                                                `unknown_key`, `bad_value` (both with `details.place`),
 *                                                413 `too_large`
 *   POST /api/configuration        importApply   → mappingView; 409 `mapping_changed`; 422 `mapping_refused`
 *   POST /api/mapping/versions/:edition/check    → importPlan: what going back to that version would change
 */
