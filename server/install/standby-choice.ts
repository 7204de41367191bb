import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { notConnected } from './connection-errors.ts';
import type { StandbyChange } from './install.contract.ts';
import type { InstallDeps } from './install-deps.ts';
import { requireMayChangeSettings } from './may-change-settings.ts';

/**
 * Chooses who takes over when the organization connection dies: a connected user, whoever suits best, or nobody.
 * @throws AppError `not_allowed` (403), `not_connected_user` (409) when the chosen user is not connected (any more), or
 *   `not_connected` (401) when the installation has gone
 */
export async function chooseStandby(
  deps: InstallDeps,
  session: Session,
  { mode, userId }: StandbyChange,
): Promise<void> {
  await requireMayChangeSettings(deps, session);
  const installation = await deps.installations.get(session.companyId);
  if (!installation) throw notConnected('none', 401);
  if (userId !== null) {
    const chosen = await deps.connections.get({ companyId: session.companyId, userId });
    if (chosen?.epoch !== installation.epoch) throw notConnectedUser();
  }
  if (!(await deps.installations.setStandby(installation, { mode, userId }))) throw notConnected('none', 401);
}

function notConnectedUser(): AppError {
  return new AppError({
    code: 'not_connected_user',
    status: 409,
    message: 'This user is not connected any more. Choose somebody else.',
  });
}
