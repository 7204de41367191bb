import type { TokenGrant } from '../pipedrive/oauth-client.ts';
import type { Grant } from '../pipedrive/ports.ts';
import { isAppError } from '../platform/errors.ts';
import type { BrokenReason, UserConnection } from './connection.ts';
import { openRefreshToken, sealTokens } from './connection-tokens.ts';
import { missingScopes } from './scopes.ts';
import type { TokenDeps } from './token-deps.ts';

const pauseBetweenAttemptsMs = 500;
/** Pipedrive forgets a refresh token that nobody uses for this long (pipedrive-api.md 1.5), give or take an hour. */
const unusedLifeMs = 60 * 86_400_000 - 2 * 3_600_000;

/**
 * Renews the tokens of a connection whose lease this process holds, and gives the lease back.
 * @returns the new grant, or null when somebody else changed the row meanwhile: the caller reads it again.
 *
 * `invalid_grant` counts only when the row still holds the refresh token it was said of: a reinstall may have
 * replaced it meanwhile. Whatever else goes wrong says nothing about the grant and leaves the row as it was.
 * @throws AppError what the OAuth server's last failure was.
 */
export async function refreshConnection(
  deps: TokenDeps,
  leased: UserConnection,
  owner: string,
): Promise<Grant | null> {
  const { connections, keys, clock } = deps;
  try {
    const before = await connections.get(leased);
    if (before?.version !== leased.version) return null;
    const grant = await answerOf(deps, openRefreshToken(keys, before));
    const saved = await connections.saveTokens(before, {
      ...sealTokens(keys, before, grant),
      expiresAt: new Date(clock.now().getTime() + grant.expiresInSeconds * 1000),
      apiDomain: grant.apiDomain,
    });
    if (!saved) return null;
    if (missingScopes(grant.scopes).length === 0)
      return { accessToken: grant.accessToken, apiDomain: grant.apiDomain };
    await breakConnection(deps, { ...before, version: before.version + 1 }, 'scopes_changed');
    return null;
  } catch (error) {
    if (!isAppError(error, 'invalid_grant')) throw error;
    await breakConnection(deps, leased, endedUnused(leased, clock.now()) ? 'expired' : 'revoked');
    return null;
  } finally {
    await connections.dropLease(leased, owner);
  }
}

/** Whether nobody renewed a grant for as long as Pipedrive keeps one: its access token ended an hour after the last time. */
function endedUnused({ expiresAt }: UserConnection, now: Date): boolean {
  return now.getTime() - expiresAt.getTime() >= unusedLifeMs;
}

/**
 * Asks for new tokens, twice when the first answer got lost: Pipedrive gives the same refresh token again, so
 * asking once more is how a renewal is found whose answer never arrived.
 */
async function answerOf({ oauth, clock, log }: TokenDeps, refreshToken: string): Promise<TokenGrant> {
  try {
    return await oauth.refresh(refreshToken);
  } catch (error) {
    if (!isAppError(error) || !error.retry) throw error;
    log.warn({ code: error.code }, 'token refresh failed, trying once more');
    await clock.sleep(pauseBetweenAttemptsMs);
    return oauth.refresh(refreshToken);
  }
}

async function breakConnection(deps: TokenDeps, row: UserConnection, reason: BrokenReason): Promise<void> {
  const { companyId, userId } = row;
  const now = await deps.connections.get(row);
  if (now?.version !== row.version) return;
  if (!(await deps.connections.markBroken(row, { reason, at: deps.clock.now() }))) return;
  deps.log.warn({ companyId, userId, reason }, 'connection broken');
  await deps.onBroken({ companyId, userId });
}
