import { pipedriveError } from '../pipedrive/errors.ts';
import type { Grant, Tokens } from '../pipedrive/ports.ts';
import type { Caller } from '../pipedrive/types.ts';
import { randomId } from '../platform/crypto.ts';
import { isAppError } from '../platform/errors.ts';
import type { UserConnection } from './connection.ts';
import { notConnected } from './connection-errors.ts';
import { openAccessToken, openRefreshToken, sealedFreshly, sealTokens } from './connection-tokens.ts';
import { refreshConnection } from './refresh-connection.ts';
import type { TokenDeps } from './token-deps.ts';

/** A token is renewed this long before it ends: longer than any call that starts with it takes. */
const earlyMs = 60_000;
/** Longer than two attempts at refreshing can take, each with the time-out of the OAuth client (15 s). */
const leaseMs = 60_000;
const pollMs = 100;
const patienceMs = 75_000;

/**
 * Access tokens for the gateway: of exactly the caller's company and user, renewed early, by one process at a
 * time. The others wait for it and use what it saved.
 */
export function createTokens(deps: TokenDeps): Tokens {
  /** Names this process in leases. */
  const owner = randomId();

  async function current(caller: Caller): Promise<UserConnection> {
    const row = await deps.connections.get(caller);
    if (!row || (caller.epoch !== undefined && row.epoch !== caller.epoch)) throw notConnected('none', 409);
    if (row.state === 'broken') throw notConnected(row.brokenReason ?? 'revoked', 409);
    return row;
  }

  async function usable(
    caller: Caller,
    good: (row: UserConnection, accessToken: string) => boolean,
  ): Promise<Grant> {
    const { clock, connections, keys } = deps;
    const giveUp = clock.now().getTime() + patienceMs;
    for (;;) {
      const row = await current(caller);
      const accessToken = openAccessToken(keys, row);
      if (good(row, accessToken)) {
        await resealIfOld(deps, row, accessToken);
        return { accessToken, apiDomain: row.apiDomain };
      }
      const now = clock.now();
      const lease = { owner: `${owner}.${randomId(6)}`, now, until: new Date(now.getTime() + leaseMs) };
      if (await connections.takeLease(row, lease)) {
        const renewed = await refreshConnection(deps, row, lease.owner);
        if (renewed) return renewed;
        continue;
      }
      if (caller.signal?.aborted) throw pipedriveError('cancelled');
      if (now.getTime() >= giveUp) throw pipedriveError('pipedrive_unavailable');
      await clock.sleep(pollMs, caller.signal);
    }
  }

  /** A grant that this process cannot read is gone to it, so that somebody else's may do the work. */
  async function readable(...asked: Parameters<typeof usable>): Promise<Grant> {
    try {
      return await usable(...asked);
    } catch (error) {
      if (isAppError(error, 'unreadable_secret')) await deps.onBroken(asked[0]);
      throw error;
    }
  }

  const hasTime = (row: UserConnection) => row.expiresAt.getTime() - earlyMs > deps.clock.now().getTime();
  return {
    fresh: (caller) => readable(caller, hasTime),
    afterRejection: (caller, rejected) =>
      readable(caller, (row, accessToken) => accessToken !== rejected && hasTime(row)),
  };
}

/** After a change of keys, tokens move under the new one as they are used, so the old key can be thrown away. */
async function resealIfOld(
  { connections, keys }: TokenDeps,
  row: UserConnection,
  accessToken: string,
): Promise<void> {
  if (sealedFreshly(keys, row)) return;
  const tokens = { accessToken, refreshToken: openRefreshToken(keys, row) };
  await connections.reseal(row, sealTokens(keys, row, tokens));
}
