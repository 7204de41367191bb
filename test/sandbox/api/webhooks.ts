import { byId } from '../state/by-id.ts';
import type { Webhook } from '../webhooks/webhook-state.ts';
import type { World } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { readQuery } from './query.ts';
import { pathId } from './record-get.ts';
import { readWebhookBody, type WebhookBody } from './webhook-body.ts';
import { webhookForbidden, webhookRefusal } from './webhook-refusal.ts';

const mostPerUser = 40;

/** `GET /webhooks`: those of the calling app, whoever of the company made them; the Basic password in clear. */
export function listWebhooks(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const own = call.world.webhooks.filter(({ clientId }) => clientId === call.world.app.clientId);
  return { status: 'ok', data: own.map((webhook) => webhookView(webhook, call.world)) };
}

/** `POST /webhooks`: looks whether somebody answers at the address; at most 40 for each user of the app. */
export async function addWebhook(call: ApiCall): Promise<ApiResult> {
  readQuery(call.query, {});
  const { world } = call;
  const { clientId } = world.app;
  const body = readWebhookBody(call.body, { world, userId: call.user.id, ownOrigin: call.ownOrigin });
  if (!(await call.reachable(body.url)))
    throw webhookRefusal(400, { subscription_url: ['invalid or non-reachable URL'] });
  const owned = world.webhooks.filter(
    (other) => other.clientId === clientId && other.ownerId === call.user.id,
  );
  if (owned.length >= mostPerUser)
    throw webhookRefusal(422, { user_id: ['the limit of webhooks is reached'] });
  const webhook = subscribe(world, { clientId, ownerId: call.user.id, body, now: call.clock.now() });
  return { status: 'ok', data: webhookView(webhook, world) };
}

/** `DELETE /webhooks/{id}`: what was on its way is no longer delivered. */
export function deleteWebhook(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const webhook = byId(call.world.webhooks, pathId(call));
  if (!webhook) throw webhookRefusal(404, { id: ['not found'] });
  if (webhook.clientId !== call.world.app.clientId) throw webhookForbidden();
  call.world.webhooks = call.world.webhooks.filter((other) => other !== webhook);
  return { status: 'ok' };
}

/** Adds a subscription without looking at its address. */
export function subscribe(
  world: World,
  wish: { clientId: string | null; ownerId: number; body: WebhookBody; now: Date },
): Webhook {
  const webhook: Webhook = {
    id: world.nextId.webhook++,
    clientId: wish.clientId,
    ownerId: wish.ownerId,
    ...wish.body,
    addTime: wish.now.toISOString(),
    lastDeliveryTime: null,
    lastStatus: null,
    failures: 0,
    bannedUntil: null,
    failingSince: null,
  };
  world.webhooks.push(webhook);
  return webhook;
}

function webhookView(webhook: Webhook, world: World) {
  return {
    id: webhook.id,
    company_id: world.company.id,
    owner_id: webhook.ownerId,
    user_id: webhook.userId,
    event_action: webhook.action,
    event_object: webhook.object,
    subscription_url: webhook.url,
    version: '2.0',
    is_active: 1,
    add_time: webhook.addTime,
    remove_time: null,
    type: webhook.clientId === null ? 'general' : 'application',
    http_auth_user: webhook.authUser,
    http_auth_password: webhook.authPassword,
    remove_reason: null,
    last_delivery_time: webhook.lastDeliveryTime,
    last_http_status: webhook.lastStatus,
    admin_id: webhook.ownerId,
    name: webhook.name,
  };
}
