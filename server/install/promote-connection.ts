import type { Session } from '../platform/endpoint.ts';
import { notConnected } from './connection-errors.ts';
import { addLearntRights } from './connection-rights.ts';
import { handOver } from './hand-over.ts';
import type { InstallDeps } from './install-deps.ts';
import { requireAdmin } from './may-change-settings.ts';

/**
 * Makes the caller's grant the one that does all automatic work, whoever's did so far, and lets that work go on.
 * The call to Pipedrive that proves the caller an admin also proves the grant good.
 * @throws AppError `not_allowed` (403) unless Pipedrive says now that the caller is an admin; `not_connected`.
 */
export async function promoteConnection(deps: InstallDeps, session: Session): Promise<void> {
  const { companyId, userId } = session;
  await requireAdmin(deps, session);
  await addLearntRights(deps, session);
  const [connection, installation] = await Promise.all([
    deps.connections.get(session),
    deps.installations.get(companyId),
  ]);
  if (!connection || !installation) throw notConnected('none', 401);
  const { organizationUserId: fromUserId } = installation;
  const handed = await handOver(deps, installation, {
    from: undefined,
    fromUserId,
    toUserId: userId,
    reason: 'by_hand',
  });
  if (!handed) throw notConnected('none', 401);
}
