import { z } from 'zod';

/**
 * GET /api/webhooks: how changes in Pipedrive reach the app.
 * POST /api/webhooks/check (manager): looks at Pipedrive now, and answers the same.
 * POST /api/webhooks/retry-dead (manager): has events tried again that were given up, and answers the same.
 */
export const webhooksView = z.object({
  /** See `Health` of stream-health.ts. */
  health: z.enum(['none', 'refused', 'gone', 'gap', 'silent', 'behind', 'ok']),
  /** Code of what keeps Pipedrive from being asked, or of its refusal. */
  code: z.string().nullable(),
  /** ISO times. */
  lastEventAt: z.string().nullable(),
  /** Up to when it is certain that no change was missed. */
  certainUntil: z.string().nullable(),
  nextCheckAt: z.string().nullable(),
  /** How long after it happened the last event arrived, in milliseconds. */
  lagMs: z.number().nullable(),
  received: z.number(),
  repeated: z.number(),
  /** Deliveries that were not taken, by reason. */
  refused: z.record(z.string(), z.number()),
  /** Events that wait for their answer, and those given up. */
  waiting: z.number(),
  dead: z.number(),
  /** What Pipedrive's last attempt to deliver was answered with. */
  lastDeliveryStatus: z.number().nullable(),
  /** True when the plan has automatic enrichment and it is switched on: only then are changes answered by writing. */
  automatic: z.boolean(),
  /** ISO time until which events wait because it is quiet. */
  quietUntil: z.string().nullable(),
});
export type WebhooksView = z.infer<typeof webhooksView>;
