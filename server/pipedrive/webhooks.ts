import { type AddWebhookRequest, Configuration, WebhooksApiFp } from 'pipedrive/v1';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { flag, many, one, recordId, textOrEmpty } from './shapes.ts';
import type { NewWebhook, Pipedrive, Webhook } from './types.ts';

// The Basic password stands in every answer (pipedrive-api.md 4.1): it is not among the keys that are read.
const webhook = z
  .object({
    id: recordId,
    owner_id: recordId,
    user_id: recordId,
    event_action: z.string(),
    event_object: z.string(),
    subscription_url: z.string(),
    version: textOrEmpty,
    name: textOrEmpty,
    is_active: flag,
    last_delivery_time: z.string().nullish(),
    last_http_status: z.number().nullish(),
  })
  .transform(
    (found): Webhook => ({
      id: found.id,
      ownerId: found.owner_id,
      userId: found.user_id,
      action: found.event_action,
      object: found.event_object,
      url: found.subscription_url,
      version: found.version,
      name: found.name,
      isActive: found.is_active,
      lastDeliveryTime: found.last_delivery_time ?? null,
      lastHttpStatus: found.last_http_status ?? null,
    }),
  );

const webhookAnswer = one(webhook);
const webhooksAnswer = many(webhook);
const doneAnswer = z.object({ success: z.literal(true) });

/** The webhook calls of the gateway. */
export function webhookCalls(
  door: Door,
): Pick<Pipedrive, 'listWebhooks' | 'createWebhook' | 'deleteWebhook'> {
  const api = WebhooksApiFp(new Configuration({}));
  return {
    async listWebhooks(caller) {
      const request = api.getWebhooks();
      return (await door({ caller, endpoint: endpoints.listWebhooks, request, answer: webhooksAnswer })).data;
    },

    async createWebhook(caller, wanted) {
      const request = api.addWebhook(requestBody(wanted));
      return (await door({ caller, endpoint: endpoints.createWebhook, request, answer: webhookAnswer })).data;
    },

    async deleteWebhook(caller, id) {
      const request = api.deleteWebhook(id);
      await door({ caller, endpoint: endpoints.deleteWebhook, request, answer: doneAnswer });
    },
  };
}

function requestBody(wanted: NewWebhook): AddWebhookRequest {
  return {
    subscription_url: wanted.url,
    // The official types leave out `*`, which the documents allow.
    event_action: wanted.action as AddWebhookRequest['event_action'],
    event_object: wanted.object,
    name: wanted.name,
    version: '2.0',
    http_auth_user: wanted.authUser,
    http_auth_password: wanted.authPassword,
    ...(wanted.userId === undefined ? {} : { user_id: wanted.userId }),
  };
}
