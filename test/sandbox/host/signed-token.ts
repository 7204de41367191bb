import { createHmac, randomBytes } from 'node:crypto';

export const tokenFaults = ['ok', 'expired', 'wrong_secret', 'wrong_company', 'alg_none'] as const;

/** What is wrong with a minted token. */
export type TokenFault = (typeof tokenFaults)[number];

const lifetimeSeconds = 300;

/**
 * Mints the token that frames are loaded with and `get_signed_token` gives: HS256, five minutes, raw secret.
 * @param claims.secret the app's client secret
 * @param fault spoils the token in one way, to see that the app refuses it
 */
export function mintToken(
  claims: { userId: number; companyId: number; now: Date; secret: string },
  fault: TokenFault,
): string {
  const now = Math.floor(claims.now.getTime() / 1000);
  const iat = fault === 'expired' ? now - lifetimeSeconds - 60 : now;
  const header = { alg: fault === 'alg_none' ? 'none' : 'HS256', typ: 'JWT' };
  const companyId = fault === 'wrong_company' ? claims.companyId + 1 : claims.companyId;
  const payload = { userId: claims.userId, companyId, iat, exp: iat + lifetimeSeconds };
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  if (fault === 'alg_none') return `${signed}.`;
  const secret = fault === 'wrong_secret' ? randomBytes(32) : claims.secret;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
