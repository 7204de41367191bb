import { z } from 'zod';
import { resultType } from '../mapping.contract.ts';

/** An expression being written, to be checked and tried on stores. */
export const expressionDraft = z.strictObject({
  expression: z.string().max(20_000_000),
  resultType,
  /** Stores to try it on; absent: up to 20 of the customer's own matches. */
  storeIds: z.array(z.string().max(255)).max(20).optional(),
  examples: z.array(z.strictObject({ storeId: z.string().max(255), expected: z.string().max(1000) })).max(20),
});
export type ExpressionDraft = z.infer<typeof expressionDraft>;

/** What an expression gave for one store. `text`: the value as people read it; null: no value. */
const tried = z.object({
  storeId: z.string(),
  storeName: z.string(),
  text: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
});

export const expressionReport = z.object({
  /** Places in the source, in UTF-16 offsets; empty: it may be saved. */
  problems: z.array(z.object({ code: z.string(), message: z.string(), from: z.number(), to: z.number() })),
  /** Type as the engine names it; null while there are problems. */
  type: z.string().nullable(),
  results: z.array(tried),
  /** In the order given; `met`: it gave what was expected. */
  examples: z.array(tried.extend({ expected: z.string(), met: z.boolean() })),
});
export type ExpressionReport = z.infer<typeof expressionReport>;

/** What the editor offers: names with types and a sample value, functions, and worked examples to start from. */
export const expressionHelp = z.object({
  variables: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      /** Value of one of the customer's matches, as people read it; null: absent there. */
      sample: z.string().nullable(),
    }),
  ),
  /** Keys of `_domain` with type and sample, for completion after `_domain.`. */
  domainKeys: z.array(z.object({ name: z.string(), type: z.string(), sample: z.string().nullable() })),
  functions: z.array(
    z.object({
      name: z.string(),
      /** How it is called: `name(x)`, `x.name()`, or either way. */
      form: z.enum(['function', 'method', 'both']),
      signature: z.string(),
      description: z.string(),
    }),
  ),
  examples: z.array(
    z.object({ title: z.string(), expression: z.string(), resultType, explanation: z.string() }),
  ),
  /** How expressions calculate: one line each, with an example and what it gives as it would be written. */
  rules: z.array(z.object({ text: z.string(), example: z.string(), gives: z.string() })),
  /** Whether the plan includes calculated values and, if not, which do. */
  gate: z.object({ allowed: z.boolean(), plans: z.array(z.string()) }),
});
export type ExpressionHelp = z.infer<typeof expressionHelp>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET  /api/expressions/help                    → expressionHelp
 *   POST /api/expressions/check  expressionDraft  → expressionReport (403 `plan_required`; nothing is saved)
 */
