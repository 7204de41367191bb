import type { ConnectionKey } from './connection.ts';
import type { InstallDeps } from './install-deps.ts';
import { settleConnection } from './settle-connection.ts';
import { learnWhyBroken } from './why-broken.ts';

/**
 * What follows when a connection is found broken: the standby takes over, or work waits, when automatic work ran on it;
 * of a personal one only the reason is learned. What fails here is made good later (see tend-connections.ts).
 */
export function createOnBroken(deps: InstallDeps): (key: ConnectionKey) => Promise<void> {
  return async ({ companyId, userId }) => {
    try {
      await settleConnection(deps, companyId);
      const [broken, installation] = await Promise.all([
        deps.connections.get({ companyId, userId }),
        deps.installations.get(companyId),
      ]);
      const asUserId = installation?.organizationUserId;
      if (broken && asUserId != null && asUserId !== userId) await learnWhyBroken(deps, broken, asUserId);
    } catch (error) {
      deps.log.error({ err: error, companyId, userId }, 'a broken connection could not be replaced');
    }
  };
}
