import type { Session } from '../platform/endpoint.ts';
import type { ConnectionKey } from './connection.ts';
import type { InstallStores } from './install-deps.ts';

/**
 * What a broken connection means to automatic work: nothing when it was a personal one, a pause when the work ran
 * on it.
 */
export function createOnBroken(deps: {
  installations: InstallStores['installations'];
  onConnectionLost(companyId: number): Promise<void>;
}): (key: ConnectionKey) => Promise<void> {
  return async ({ companyId, userId }) => {
    const installation = await deps.installations.get(companyId);
    if (installation?.organizationUserId === userId) await deps.onConnectionLost(companyId);
  };
}

/** Whether a user has a grant here and the company an installation. */
export function createIsConnected({
  installations,
  connections,
}: Pick<InstallStores, 'installations' | 'connections'>): (session: Session) => Promise<boolean> {
  return async (session) => {
    const [installation, connection] = await Promise.all([
      installations.get(session.companyId),
      connections.get(session),
    ]);
    return installation !== null && connection?.epoch === installation.epoch;
  };
}
