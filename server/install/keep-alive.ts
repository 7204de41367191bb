import type { Tokens } from '../pipedrive/ports.ts';
import { isAppError } from '../platform/errors.ts';
import type { InstallDeps } from './install-deps.ts';

/** Access tokens end after an hour: what ended this long ago was last renewed some twenty hours ago. */
const unusedMs = 19 * 3_600_000;
const atOnce = 200;

/**
 * Renews every grant that nothing has used for most of a day. That keeps them from ending unused (after 60 days) and finds
 * a dead one within a day. Costs no API tokens. Stops for this time when Pipedrive's sign-in does not answer.
 */
export async function keepAlive(
  deps: Pick<InstallDeps, 'connections' | 'clock' | 'log'> & { tokens: Pick<Tokens, 'fresh'> },
  signal?: AbortSignal,
): Promise<void> {
  const endedBy = new Date(deps.clock.now().getTime() - unusedMs);
  const tried = new Set<string>();
  for (;;) {
    const unused = await deps.connections.dangerousUnusedAcrossCompanies(endedBy, tried.size + atOnce);
    const due = unused.filter(({ companyId, userId }) => !tried.has(`${companyId}:${userId}`));
    if (due.length === 0) return;
    for (const { companyId, userId, epoch } of due) {
      if (signal?.aborted) return;
      tried.add(`${companyId}:${userId}`);
      try {
        await deps.tokens.fresh({ companyId, userId, epoch, lane: 'bulk', ...(signal ? { signal } : {}) });
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (error.code === 'not_connected') continue;
        deps.log.warn({ companyId, userId, code: error.code }, 'a grant could not be kept alive now');
        if (error.code === 'oauth_unavailable') return;
      }
    }
  }
}
