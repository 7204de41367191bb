import type { Installation } from '../install/installation.ts';
import { isAppError } from '../platform/errors.ts';
import { proveStream } from './prove-stream.ts';
import { register } from './register.ts';
import type { Subscription, SubscriptionKey } from './subscription.ts';
import type { SubscriptionDeps } from './subscription-deps.ts';

const minute = 60_000;
const hour = 60 * minute;
const leaseMs = 3 * minute;
/** A call may take half a minute, and must be over before somebody else may ask. */
const spareMs = minute;
/** Costs 10 tokens a look: 120 a day. */
const proveEveryMs = 2 * hour;
/** Costs 10 tokens, too. */
const listEveryMs = 24 * hour;
const refusedWaitMs = 24 * hour;
/** A repair that failed is begun again; so is one whose turn had not come. */
const repairWaitMs = 30 * minute;
const nextRepairMs = minute;

/**
 * Sees to one subscription: that Pipedrive has it, and that what changes arrives; begins a repair where it did not.
 * Only one process does so at a time. What goes wrong is kept with the subscription and tried again later, ever more
 * seldom.
 * @param options.list look at Pipedrive's list even where that is not due
 */
export async function checkSubscription(
  deps: SubscriptionDeps,
  key: SubscriptionKey,
  options: { list?: boolean } = {},
): Promise<void> {
  const now = deps.clock.now();
  const token = deps.randomId();
  const lease = { token, until: new Date(now.getTime() + leaseMs) };
  const subscription = await deps.subscriptions.take(key, lease, now);
  if (!subscription) return;
  const installation = await deps.getInstallation(key.companyId);
  if (installation?.epoch !== key.epoch) {
    await deps.subscriptions.erase(key.companyId, key.epoch);
    return;
  }
  const sendBefore = new Date(lease.until.getTime() - spareMs);
  const set = await changesOf(deps, subscription, { installation, sendBefore, list: options.list ?? false });
  await deps.subscriptions.finish(key, token, set);
}

type Check = { installation: Installation; sendBefore: Date; list: boolean };

async function changesOf(
  deps: SubscriptionDeps,
  subscription: Subscription,
  check: Check,
): Promise<Partial<Subscription>> {
  const { companyId } = subscription;
  const now = deps.clock.now();
  const later = (ms: number) => ({ nextCheckAt: new Date(now.getTime() + ms) });
  let set: Partial<Subscription> = {};
  try {
    set = await look(deps, subscription, check);
    const { uncertain } = { ...subscription, ...set };
    const seen = { code: null, ...set, failures: 0 };
    if (!uncertain) return { ...seen, ...later(proveEveryMs) };
    const isBegun = await deps.startRepair(check.installation);
    return { ...seen, ...later(isBegun ? repairWaitMs : nextRepairMs) };
  } catch (error) {
    const code = isAppError(error) ? error.code : 'unexpected_error';
    const failures = subscription.failures + 1;
    deps.log.warn({ companyId, code, failures }, 'webhooks could not be checked');
    if (code === 'webhook_limit' || code === 'webhook_address_refused')
      return { ...set, state: 'refused', code, failures, ...later(refusedWaitMs) };
    return { ...set, code, failures, ...later(Math.min(2 * hour, minute * 2 ** Math.min(failures, 10))) };
  }
}

/** What a look at Pipedrive changes in what is kept of the subscription. */
async function look(
  deps: SubscriptionDeps,
  subscription: Subscription,
  { installation, sendBefore, list }: Check,
): Promise<Partial<Subscription>> {
  const { companyId, epoch, organizationUserId: userId } = installation;
  if (userId === null) return { code: 'not_connected' };
  const hands = {
    installation,
    caller: { companyId, userId, epoch, lane: 'event' as const, sendBefore },
  };
  const { state, listedAt, ownerUserId, origin } = subscription;
  const isListed = listedAt !== null && deps.clock.now().getTime() - listedAt.getTime() < listEveryMs;
  const isAsItWas = state === 'registered' && ownerUserId === userId && origin === deps.appUrl;
  let set: Partial<Subscription> = {};
  if (list || !isListed || !isAsItWas) set = await register(deps, subscription, hands);
  const present = { ...subscription, ...set };
  // Before a website field is chosen no record is known, so nothing can be missed.
  if (installation.websiteField === null) return { ...set, uncertain: null, certainUntil: deps.clock.now() };
  if (present.uncertain) return set;
  const proved = await proveStream(deps, present, hands);
  if (proved) return { ...set, ...proved };
  // Something was lost: is the subscription gone, or were events?
  if (!set.listedAt) set = await register(deps, subscription, hands);
  const gap = { since: present.certainUntil, reason: 'gap' as const, noticedAt: deps.clock.now() };
  return { ...set, uncertain: set.uncertain ?? gap };
}
