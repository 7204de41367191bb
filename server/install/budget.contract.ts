import { z } from 'zod';

/** Tokens by who they were spent for: people, changes in Pipedrive that were answered, new records, bulk work. */
const byLane = z.object({ click: z.number(), event: z.number(), create: z.number(), bulk: z.number() });

/** The company's API tokens of today, and what of them is ours. */
export const budgetView = z.object({
  sharePercent: z.number(),
  /** Tokens a day of the whole company, and where the number is from; `assumed`: one seat of the smallest plan. */
  limit: z.object({ tokens: z.number(), from: z.enum(['headers', 'stated_plan', 'assumed']) }),
  /** Tokens of the day our share comes to. */
  allowed: z.number(),
  usedByUs: z.number(),
  byLane,
  /** What others used, and what the company has left; null while Pipedrive did not tell. */
  usedByOthers: z.number().nullable(),
  left: z.number().nullable(),
  /** When Pipedrive last told what is left. */
  toldAt: z.string().nullable(),
  resetsAt: z.string(),
  /** False while the hour of the reset has not been seen: then `resetsAt` is a guess. */
  resetIsKnown: z.boolean(),
  /** Until when Pipedrive itself refuses all calls; null when it does not. */
  exhaustedUntil: z.string().nullable(),
  /** Bulk work that waits for tokens, and until when. */
  waiting: z.array(z.object({ kind: z.string(), resumesAt: z.string().nullable() })),
  /** Tokens that writing one record takes. */
  tokensPerRecord: z.number(),
});
export type BudgetView = z.infer<typeof budgetView>;

export const smallestShare = 5;

/** `from`: the share on the screen of whoever changes it, so that two people do not overwrite each other. */
export const budgetChange = z.strictObject({
  sharePercent: z.number().int().min(smallestShare).max(100),
  from: z.number().int().min(0).max(100),
});
export type BudgetChange = z.infer<typeof budgetChange>;

/*
 * Routes (all need `Authorization: Bearer <signed token>`):
 *   GET  /api/budget                → budgetView
 *   PUT  /api/budget  budgetChange  → budgetView (409 changed_meanwhile when the share is no longer `from`)
 */
