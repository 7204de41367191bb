import { type KeyRing, open, randomId, seal } from '../platform/crypto.ts';
import type { SubscriptionKey } from './subscription.ts';

/** User and password of a new address. */
export function newSecret(): { user: string; password: string } {
  return { user: randomId(9), password: randomId(24) };
}

/** Seals them so that they open only on the row of this installation and record type. */
export function sealSecret(
  keys: KeyRing,
  key: SubscriptionKey,
  { user, password }: { user: string; password: string },
): string {
  return seal(keys, `${user}:${password}`, context(key));
}

/** Opens what `sealSecret` made. @throws AppError `unreadable_secret`. */
export function openSecret(
  keys: KeyRing,
  subscription: SubscriptionKey & { secret: string },
): { user: string; password: string } {
  const [user = '', password = ''] = open(keys, subscription.secret, context(subscription)).split(':');
  return { user, password };
}

/** The header of a delivery that knows them. */
export function basicHeader({ user, password }: { user: string; password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function context({ companyId, epoch, objectType }: SubscriptionKey): string {
  return `${companyId}:${epoch}:webhook:${objectType}`;
}
