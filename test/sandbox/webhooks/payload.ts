import type { World } from '../world.ts';
import { recordPayload, wholePayload } from './record-payload.ts';
import type { StoredEvent, Webhook } from './webhook-state.ts';

/**
 * The body of one attempt to deliver an event, in version 2.0 (pipedrive-api.md 4.5). All ids in `meta` are texts.
 * A creation has no `previous`, a deletion no `data`; a change tells only what it changed.
 */
export function webhookPayload(world: World, webhook: Webhook, event: StoredEvent, attempt: number) {
  const { action, kind, record, previous, previousCustom } = event;
  const whole = wholePayload(kind, world, record);
  return {
    meta: meta(world, webhook, event, attempt),
    data: action === 'delete' ? null : whole,
    previous:
      action === 'create'
        ? null
        : action === 'delete'
          ? whole
          : recordPayload(kind, world, previous ?? {}, previousCustom),
  };
}

function meta(world: World, webhook: Webhook, event: StoredEvent, attempt: number) {
  return {
    action: event.action,
    entity: event.kind,
    entity_id: String(event.id),
    id: event.eventId,
    correlation_id: event.correlationId,
    company_id: String(world.company.id),
    user_id: String(event.actor.userId),
    webhook_id: String(webhook.id),
    webhook_owner_id: String(webhook.ownerId),
    type: webhook.clientId === null ? 'general' : 'application',
    version: '2.0',
    timestamp: event.at,
    change_source: event.actor.source,
    is_bulk_edit: event.actor.bulk ?? false,
    attempt,
    host: `${world.company.domain}.pipedrive.com`,
    permitted_user_ids: event.permitted.map(String),
    ...(event.mergedTo === undefined ? {} : { merged_to_id: String(event.mergedTo) }),
    ...(event.mergedFrom === undefined ? {} : { merged_from_id: String(event.mergedFrom) }),
  };
}
