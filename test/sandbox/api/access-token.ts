import type { SandboxClock } from '../clock.ts';
import { byId } from '../state/by-id.ts';
import type { AccessToken, User, World } from '../world.ts';
import { Refusal } from './refusal.ts';

export type Caller = { token: string; grant: AccessToken; user: User };

/**
 * Who calls, by the bearer token.
 * @throws Refusal 401 without a token, with one that is unknown, expired or revoked, or of a deactivated user;
 * 400 for a malformed header; 402 when the company's account is closed.
 */
export function authenticate(world: World, clock: SandboxClock, authorization: string | undefined): Caller {
  if (authorization === undefined) throw unauthorized();
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new Refusal(400, 'Malformed authorization header', { errorCode: 400 });
  const grant = world.accessTokens[token];
  if (!grant || Date.parse(grant.expiresAt) <= clock.now().getTime()) throw unauthorized();
  const user = byId(world.users, grant.userId);
  if (!user?.active) throw unauthorized();
  if (!world.company.open) throw new Refusal(402, 'Company account is not open', { errorCode: 402 });
  return { token, grant, user };
}

function unauthorized(): Refusal {
  return new Refusal(401, 'unauthorized access', { errorCode: 401 });
}
