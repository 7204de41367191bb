import { z } from 'zod';

const id = z.string().regex(/^\d+$/);
const custom = z.record(
  z.string().regex(/^[0-9a-f]{40}$/),
  z.nullable(z.object({ type: z.string() }).loose()),
);
const record = z.object({ visible_to: z.enum(['1', '3', '5', '7']), custom_fields: custom }).loose();

/** A webhook's body as Pipedrive documents it for version 2.0 (pipedrive-api.md 4.5): anything else is a fault. */
export const webhookBody = z.strictObject({
  meta: z.strictObject({
    action: z.enum(['create', 'change', 'delete']),
    entity: z.enum(['organization', 'person']),
    entity_id: id,
    id: z.uuid(),
    correlation_id: z.uuid(),
    company_id: id,
    user_id: id,
    webhook_id: id,
    webhook_owner_id: id,
    type: z.enum(['general', 'application']),
    version: z.literal('2.0'),
    timestamp: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    change_source: z.enum(['app', 'api']),
    is_bulk_edit: z.boolean(),
    attempt: z.number().int().min(1).max(4),
    host: z.string().endsWith('.pipedrive.com'),
    permitted_user_ids: z.array(id),
    merged_to_id: id.optional(),
    merged_from_id: id.optional(),
  }),
  data: record.nullable(),
  previous: record.partial().nullable(),
});
