import { isLoopback } from '../web/is-loopback.ts';
import type { World } from '../world.ts';
import { isObject } from './body.ts';
import { webhookRefusal } from './webhook-refusal.ts';

/** Objects that can be subscribed to (pipedrive-api.md 4.2). Only the first two ever change in this company. */
const objects = [
  ...['organization', 'person', 'activity', 'deal', 'deal_product', 'deal_installment', 'lead', 'note'],
  ...['pipeline', 'product', 'project', 'stage', 'task', 'board', 'phase', 'user', '*'],
];
const actions = ['create', 'change', 'delete', '*'];

export type WebhookBody = {
  url: string;
  action: string;
  object: string;
  name: string;
  userId: number;
  authUser: string | null;
  authPassword: string | null;
};

/**
 * Reads the body of a subscription.
 * @param ownOrigin address of the API itself, which cannot be subscribed
 * @throws Refusal 400 naming each key at fault
 */
export function readWebhookBody(
  body: unknown,
  context: { world: World; userId: number; ownOrigin: string },
): WebhookBody {
  if (!isObject(body)) throw webhookRefusal(400, { body: ['must be an object'] });
  const faults: Record<string, string[]> = {};
  const check = (key: string, fine: boolean, reason: string) => {
    if (!fine) faults[key] = [reason];
  };
  const { subscription_url: url, event_action: action, event_object: object, name, version } = body;
  const { user_id: userId = context.userId, http_auth_user: user, http_auth_password: password } = body;
  check('subscription_url', isPublicUrl(url, context.ownOrigin), 'invalid or non-reachable URL');
  check('event_action', actions.includes(String(action)), 'unknown action');
  check('event_object', objects.includes(String(object)), 'unknown object');
  check(
    'name',
    typeof name === 'string' && name !== '' && name.length <= 255,
    'must be a text of 1 to 255 characters',
  );
  // Version 1.0 still exists in reality; its payloads are of no use to anybody here.
  check('version', version === undefined || version === '2.0', 'only version 2.0 is delivered here');
  check(
    'user_id',
    context.world.users.some((known) => known.id === userId && known.active),
    'no such active user',
  );
  check('http_auth_user', isText(user), 'must be a text');
  check('http_auth_password', isText(password), 'must be a text');
  if (Object.keys(faults).length > 0) throw webhookRefusal(400, faults);
  return {
    url: String(url),
    action: String(action),
    object: String(object),
    name: String(name),
    userId: Number(userId),
    authUser: typeof user === 'string' ? user : null,
    authPassword: typeof password === 'string' ? password : null,
  };
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

/** https, except on this machine; never the API itself. */
function isPublicUrl(value: unknown, ownOrigin: string): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, hostname, origin } = new URL(value);
  if (origin === ownOrigin || hostname.endsWith('.pipedrive.com')) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
