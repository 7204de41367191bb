import type { World } from '../world.ts';
import type { Webhook } from './webhook-state.ts';

const banAt = 10;
const banMs = 30 * 60_000;
const patienceMs = 3 * 86_400_000;

/** An attempt succeeded. */
export function noteSuccess(webhook: Webhook, status: number, now: Date): void {
  webhook.lastStatus = status;
  webhook.lastDeliveryTime = now.toISOString();
  webhook.failingSince = null;
}

/**
 * An attempt failed. The tenth event whose first attempt fails bans the webhook for half an hour, after which it
 * begins at nothing; retries do not count (pipedrive-api.md 4.4).
 */
export function noteFailure(webhook: Webhook, status: number | null, now: Date, first: boolean): void {
  webhook.lastStatus = status;
  webhook.failingSince ??= now.getTime();
  if (!first || isBanned(webhook, now)) return;
  webhook.failures += 1;
  if (webhook.failures >= banAt) ban(webhook, now);
}

/** Events of the next half hour are lost. */
export function ban(webhook: Webhook, now: Date): void {
  webhook.bannedUntil = now.getTime() + banMs;
  webhook.failures = 0;
}

/** True while events for this webhook are lost. */
export function isBanned(webhook: Webhook, now: Date): boolean {
  return webhook.bannedUntil !== null && now.getTime() < webhook.bannedUntil;
}

/** When a failing webhook goes unless something arrives before: after three days. */
export function endOf(webhook: Webhook): number | null {
  return webhook.failingSince === null ? null : webhook.failingSince + patienceMs;
}

/** Takes out webhooks that have failed for three days. */
export function removeDead(world: World, now: Date): void {
  world.webhooks = world.webhooks.filter((webhook) => (endOf(webhook) ?? now.getTime() + 1) > now.getTime());
}
