import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors.ts';

/** Named 256-bit keys; the first seals, all open (that is how keys are rotated). */
export type KeyRing = readonly [EncryptionKey, ...EncryptionKey[]];
export type EncryptionKey = { id: string; key: Buffer };

/**
 * Seals a secret with AES-256-GCM under the first key of the ring.
 * @param context bound as additional data: a sealed value copied to another place does not open there.
 * @returns `keyId.iv.tag.ciphertext`, base64url parts.
 */
export function seal(ring: KeyRing, plain: string, context: string): string {
  const { id, key } = ring[0];
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return [id, ...[iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Opens what `seal` made.
 * @throws AppError `unreadable_secret` when the key is gone, the context differs or the value was altered.
 */
export function open(ring: KeyRing, sealed: string, context: string): string {
  const [id, iv, tag, body] = sealed.split('.');
  const entry = ring.find((key) => key.id === id);
  try {
    if (!entry || iv === undefined || tag === undefined || body === undefined) throw new Error('no such key');
    const decipher = createDecipheriv('aes-256-gcm', entry.key, Buffer.from(iv, 'base64url'))
      .setAAD(Buffer.from(context))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch (cause) {
    throw new AppError({
      code: 'unreadable_secret',
      status: 500,
      message:
        'A stored secret cannot be read. Ask the operator to check ENCRYPTION_KEYS, then connect again.',
      report: true,
      cause,
    });
  }
}

/** True when the sealed value was made with the first key of the ring. */
export function sealedWithCurrentKey(ring: KeyRing, sealed: string): boolean {
  return sealed.startsWith(`${ring[0].id}.`);
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** An unguessable identifier of `bytes` random bytes, base64url. */
export function randomId(bytes = 18): string {
  return randomBytes(bytes).toString('base64url');
}

/** SHA-256 of a text, base64url: for looking a secret up without storing it. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
