import type { Session } from '../platform/endpoint.ts';
import type { InstallStores } from './install-deps.ts';

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
