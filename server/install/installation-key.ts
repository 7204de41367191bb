import { randomBytes } from 'node:crypto';
import { type KeyRing, open, seal, sealedWithCurrentKey } from '../platform/crypto.ts';

const context = (companyId: number) => `${companyId}:tag-key`;

/** A new installation's key for field tags (16 bytes), sealed. */
export function newTagKey(keys: KeyRing, companyId: number): string {
  return sealTagKey(keys, companyId, randomBytes(16));
}

/** Seals the key of the field tags for its company. */
export function sealTagKey(keys: KeyRing, companyId: number, key: Buffer): string {
  return seal(keys, key.toString('base64url'), context(companyId));
}

/** Opens an installation's tag key; `isOld` when it should be sealed anew. @throws AppError `unreadable_secret`. */
export function openTagKey(
  keys: KeyRing,
  companyId: number,
  sealed: string,
): { key: Buffer; isOld: boolean } {
  const key = Buffer.from(open(keys, sealed, context(companyId)), 'base64url');
  return { key, isOld: !sealedWithCurrentKey(keys, sealed) };
}
