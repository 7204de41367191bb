import { type KeyRing, open, seal, sealedWithCurrentKey } from '../platform/crypto.ts';
import { isAppError } from '../platform/errors.ts';
import type { ConnectionKey, UserConnection } from './connection.ts';

type Tokens = { accessToken: string; refreshToken: string };

/** Seals a pair of tokens so that they open only on the row of this company and user, and each in its own place. */
export function sealTokens(keys: KeyRing, key: ConnectionKey, tokens: Tokens): Tokens {
  return {
    accessToken: seal(keys, tokens.accessToken, context(key, 'access')),
    refreshToken: seal(keys, tokens.refreshToken, context(key, 'refresh')),
  };
}

/** Opens a row's access token. @throws AppError `unreadable_secret`. */
export function openAccessToken(keys: KeyRing, row: UserConnection): string {
  return open(keys, row.accessToken, context(row, 'access'));
}

/** Opens a row's refresh token. @throws AppError `unreadable_secret`. */
export function openRefreshToken(keys: KeyRing, row: UserConnection): string {
  return open(keys, row.refreshToken, context(row, 'refresh'));
}

/** True when both tokens lie under the first key of the ring. */
export function sealedFreshly(keys: KeyRing, row: UserConnection): boolean {
  return sealedWithCurrentKey(keys, row.accessToken) && sealedWithCurrentKey(keys, row.refreshToken);
}

/** False when the key that sealed a row's tokens is no longer in the ring: connecting again is the only way. */
export function tokensReadable(keys: KeyRing, row: UserConnection): boolean {
  try {
    openAccessToken(keys, row);
    openRefreshToken(keys, row);
    return true;
  } catch (error) {
    if (isAppError(error, 'unreadable_secret')) return false;
    throw error;
  }
}

function context({ companyId, userId }: ConnectionKey, kind: 'access' | 'refresh'): string {
  return `${companyId}:${userId}:${kind}`;
}
