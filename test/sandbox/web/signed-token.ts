import { SignJWT } from 'jose';
import type { SandboxClock } from '../clock.ts';
import type { World } from '../world.ts';

const lifeSeconds = 300;

/**
 * The signed token that a frame of the app receives: HS256 with the client secret, five minutes.
 * @param who may name users and companies that do not exist: tests need wrong ones too.
 */
export function mintSignedToken(
  deps: { world: World; clock: SandboxClock },
  who: { companyId: number; userId: number },
): Promise<string> {
  const now = Math.floor(deps.clock.now().getTime() / 1000);
  return new SignJWT({ userId: who.userId, companyId: who.companyId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(now + lifeSeconds)
    .sign(new TextEncoder().encode(deps.world.app.clientSecret));
}
