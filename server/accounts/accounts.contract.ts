import { z } from 'zod';

export const planName = z.enum(['free', 'premium', 'pro', 'elite', 'enterprise']);
export type PlanName = z.infer<typeof planName>;

/** What a plan can hold back. */
export const featureName = z.enum([
  'manual_enrichment',
  'automatic_enrichment',
  'automatic_creation',
  'crm_filters',
  'enrich_all',
  'calculated_values',
  'custom_search_filters',
]);
export type FeatureName = z.infer<typeof featureName>;

export const gateView = z.object({ feature: featureName, allowed: z.boolean(), plans: z.array(planName) });
export type GateView = z.infer<typeof gateView>;

/** A platform's key as store data names it, e.g. `shopify`. */
const platformKey = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** Body of `PUT /operator/accounts/:companyId`. A `platformScope` left out stays as it is; null means all platforms. */
export const planChange = z.strictObject({
  plan: planName,
  platformScope: z.array(platformKey).min(1).max(500).nullable().optional(),
});
export type PlanChange = z.infer<typeof planChange>;

/** Answer of GET and PUT `/operator/accounts/:companyId` (both with `Authorization: Bearer <operator token>`). */
const accountView = z.object({
  companyId: z.number(),
  ownerUserId: z.number(),
  plan: planName,
  platformScope: z.array(z.string()).nullable(),
  createdAt: z.string(),
});
export type AccountView = z.infer<typeof accountView>;
