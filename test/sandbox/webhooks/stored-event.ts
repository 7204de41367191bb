import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { canSee } from '../api/visibility.ts';
import type { SandboxClock } from '../clock.ts';
import { byId } from '../state/by-id.ts';
import type { RecordEvent } from '../state/records.ts';
import type { CustomValue, World } from '../world.ts';
import type { StoredEvent, Webhook } from './webhook-state.ts';

/** Takes down what an event found: later changes of the record do not alter it. */
export function storeEvent(world: World, clock: SandboxClock, event: RecordEvent): StoredEvent | null {
  const { action, kind, id, actor, previous, formerUpdateTime, mergedTo, mergedFrom } = event;
  const now = kind === 'organization' ? byId(world.organizations, id) : byId(world.persons, id);
  if (!now) return null;
  const former = { ...previous, ...(formerUpdateTime === null ? {} : { update_time: formerUpdateTime }) };
  const record = action === 'delete' ? { ...now, ...former } : { ...now };
  return {
    eventId: randomUUID(),
    correlationId: randomUUID(),
    at: clock.now().toISOString(),
    action,
    kind,
    id,
    actor,
    record,
    // A time that stayed within its second did not change.
    previous: action === 'change' ? without(former, former.update_time === now.update_time) : null,
    previousCustom:
      action === 'change' && previous?.custom_fields
        ? changedCustom(previous.custom_fields, now.custom_fields)
        : {},
    permitted: world.users.filter((user) => user.active && canSee(world, user, record)).map(({ id }) => id),
    ...(mergedTo === undefined ? {} : { mergedTo }),
    ...(mergedFrom === undefined ? {} : { mergedFrom }),
  };
}

/** Webhooks that are told of an event: object and action fit, and their user may see the record. */
export function subscribersOf(world: World, event: StoredEvent): Webhook[] {
  return world.webhooks.filter(
    (webhook) =>
      (webhook.object === '*' || webhook.object === event.kind) &&
      (webhook.action === '*' || webhook.action === event.action) &&
      event.permitted.includes(webhook.userId),
  );
}

function without<T extends { update_time?: string }>(values: T, unmoved: boolean): T {
  if (!unmoved) return values;
  const { update_time: _unmoved, ...rest } = values;
  return rest as T;
}

function changedCustom(before: Record<string, CustomValue>, after: Record<string, CustomValue>) {
  const changed: Record<string, CustomValue | null> = {};
  for (const code of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!isDeepStrictEqual(before[code], after[code])) changed[code] = before[code] ?? null;
  }
  return changed;
}
