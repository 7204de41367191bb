import type { Installation } from '../install/installation.ts';
import type { Caller, Webhook } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import { receiverPath } from './receiver-path.ts';
import type { Subscription, Uncertain } from './subscription.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';
import { openSecret } from './webhook-secret.ts';

type Registered = Pick<
  Subscription,
  | 'state'
  | 'code'
  | 'webhookId'
  | 'ownerUserId'
  | 'origin'
  | 'registeredAt'
  | 'certainUntil'
  | 'uncertain'
  | 'listedAt'
  | 'lastDeliveryAt'
  | 'lastDeliveryStatus'
>;

/**
 * Sees to it that Pipedrive has exactly one subscription for ours, made by the user who does automatic work: takes over
 * one whose answer was lost, makes one where there is none, and removes what is left of former addresses and doubles.
 * The caller holds the lease of the row, and `caller.sendBefore` ends before it does: so no two processes ask at a time.
 * @throws AppError `webhook_limit`, `webhook_address_refused`, or what any call throws.
 */
export async function register(
  deps: SubscriptionDeps,
  subscription: Subscription,
  { caller, installation }: { caller: Caller; installation: Installation },
): Promise<Registered> {
  const { clock, pipedrive, subscriptions } = deps;
  const began = clock.now();
  const listed = (await pipedrive.listWebhooks(caller)).filter(({ url }) => isOurs(url));
  const url = `${deps.appUrl}${receiverPath}/${subscription.address}`;
  const here = listed
    .filter((webhook) => webhook.url === url && fits(webhook, subscription))
    .sort((a, b) => a.id - b.id);
  const webhook = here.find(({ ownerId }) => ownerId === caller.userId) ?? (await createOr(here[0]));
  const addresses = (await subscriptions.list(installation)).map(({ address }) => address);
  const known = new Set(addresses.map((address) => `${deps.appUrl}${receiverPath}/${address}`));
  for (const stray of listed) {
    if (stray.id === webhook.id || (stray.url !== url && known.has(stray.url))) continue;
    await removeStray(deps, caller, stray);
  }

  // One whose making was not noted is as new as one made just now: until then nothing was told of.
  const isNew = !here.some(({ id }) => id === subscription.webhookId);
  const noticedAt = clock.now();
  const before = subscription.certainUntil;
  let uncertain: Uncertain | null = subscription.uncertain;
  if (isNew && before) uncertain = { since: uncertain ? uncertain.since : before, reason: 'gone', noticedAt };
  if (isNew && !before && (await deps.links.count(installation)) > 0)
    uncertain = { since: null, reason: 'new', noticedAt };
  return {
    state: 'registered',
    code: null,
    webhookId: webhook.id,
    ownerUserId: webhook.ownerId,
    origin: deps.appUrl,
    registeredAt: isNew || !subscription.registeredAt ? noticedAt : subscription.registeredAt,
    certainUntil: before ?? began,
    uncertain,
    listedAt: began,
    lastDeliveryAt: momentOf(webhook.lastDeliveryTime),
    lastDeliveryStatus: webhook.lastHttpStatus,
  };

  /** A new one; where the user may have no more, the one that somebody else made is good enough. */
  async function createOr(present: Webhook | undefined): Promise<Webhook> {
    const { user: authUser, password: authPassword } = openSecret(deps.keys, subscription);
    const userId = await deps.adminOf(installation, caller.userId);
    const { objectType: object } = subscription;
    const name = `Store Leads: ${object}`;
    try {
      const created = await pipedrive.createWebhook(caller, {
        ...{ url, action: '*', object, name, authUser, authPassword },
        ...(userId !== null && { userId }),
      });
      deps.atBoundary('webhooks.created');
      return created;
    } catch (error) {
      if (present && isAppError(error, 'webhook_limit')) return present;
      throw error;
    }
  }
}

/** An application lists only what it made itself; of that, these are addresses of this app, old ones included. */
function isOurs(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.includes(`${receiverPath}/`);
}

function fits(webhook: Webhook, { objectType }: Subscription): boolean {
  return (
    webhook.object === objectType &&
    webhook.action === '*' &&
    webhook.version.startsWith('2') &&
    webhook.isActive
  );
}

/** One that is gone already is as good as removed. */
async function removeStray(deps: SubscriptionDeps, caller: Caller, stray: Webhook): Promise<void> {
  try {
    await deps.pipedrive.deleteWebhook(caller, stray.id);
  } catch (error) {
    if (!isAppError(error, 'record_gone') && !isAppError(error, 'request_refused')) throw error;
    deps.log.warn({ companyId: caller.companyId }, 'a webhook that is left over could not be removed');
  }
}

/** Times come as `2026-11-02 09:00:00`, which is UTC, or as ISO 8601. */
function momentOf(text: string | null): Date | null {
  if (text === null) return null;
  const at = new Date(/[tT]/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
