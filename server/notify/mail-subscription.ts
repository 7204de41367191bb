import { type KeyRing, open, seal } from '../platform/crypto.ts';

/** Whose mail, for queries that must not touch another company or an erased installation. */
export type MailKey = { companyId: number; epoch: string };

/** A wish for the daily error mail: one an installation, its account owner's. */
export type MailSubscription = MailKey & {
  userId: number;
  /** Sealed. */
  address: string;
  timeZone: string;
  state: 'unconfirmed' | 'confirmed';
  /** Fingerprint of the token in the link of the first mail; null once it was followed. */
  confirmKey: string | null;
  confirmUntil: Date | null;
  /** Token of the link that ends it, sealed, and its fingerprint. */
  unsubscribe: string;
  unsubscribeKey: string;
  /** Moments at which a person had a mail sent, for a day: a stranger's address must not be flooded. */
  askedAt: Date[];
  /** When to look next whether there is something to tell. */
  nextAt: Date | null;
  /** Errors up to here have been told. */
  toldUntil: Date | null;
  /** Fingerprint of what waited for a person in the last mail: the same is not told day after day. */
  toldWaiting: string | null;
  lastSentAt: Date | null;
  trouble: 'refused' | 'not_sent' | null;
};

/** Seals one of the two secrets of a subscription so that it opens only in its own place. */
export function sealMail(
  keys: KeyRing,
  key: MailKey,
  secrets: { address: string; unsubscribe: string },
): Pick<MailSubscription, 'address' | 'unsubscribe'> {
  return {
    address: seal(keys, secrets.address, place(key, 'address')),
    unsubscribe: seal(keys, secrets.unsubscribe, place(key, 'unsubscribe')),
  };
}

/** Opens them. @throws AppError `unreadable_secret`. */
export function openMail(
  keys: KeyRing,
  { companyId, epoch, address, unsubscribe }: MailSubscription,
): { address: string; unsubscribe: string } {
  const key = { companyId, epoch };
  return {
    address: open(keys, address, place(key, 'address')),
    unsubscribe: open(keys, unsubscribe, place(key, 'unsubscribe')),
  };
}

function place({ companyId, epoch }: MailKey, what: string): string {
  return `${companyId}:${epoch}:mail-${what}`;
}
