import type { ConnectionKey } from './connection.ts';
import type { InstallDeps } from './install-deps.ts';

type Deps = Pick<InstallDeps, 'connections' | 'pipedrive' | 'log'>;

/**
 * Learns whether a user may add custom fields, right after install. Failing to learn it is no reason to fail the
 * install: it stays unknown.
 */
export async function addLearntRights(deps: Deps, { companyId, userId }: ConnectionKey): Promise<void> {
  const { connections, pipedrive, log } = deps;
  try {
    const { canAddCustomFields } = await pipedrive.permissions({ companyId, userId, lane: 'click' }, userId);
    await connections.setRights({ companyId, userId }, { canAddFields: canAddCustomFields });
  } catch (error) {
    log.warn({ err: error, companyId, userId }, 'permissions of the installing user are unknown');
  }
}

/** Asks Pipedrive now whether the user is an admin, and remembers it. */
export async function isAdminNow(deps: Deps, { companyId, userId }: ConnectionKey): Promise<boolean> {
  const { isAdmin } = await deps.pipedrive.me({ companyId, userId, lane: 'click' });
  await deps.connections.setRights({ companyId, userId }, { isAdmin });
  return isAdmin;
}
