import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { isAdminNow } from './connection-rights.ts';
import type { InstallDeps } from './install-deps.ts';

type Deps = Pick<InstallDeps, 'connections' | 'findAccount' | 'pipedrive' | 'log'>;

/** Settings are changed by the account's owner or a Pipedrive admin, as far as we knew last. For screens. */
export async function mayChangeSettings(
  { connections, findAccount }: Deps,
  session: Session,
): Promise<boolean> {
  if (await isOwner({ findAccount }, session)) return true;
  return (await connections.get(session))?.isAdmin === true;
}

/**
 * The same, asked of Pipedrive now: somebody who is no longer an admin changes nothing.
 * @throws AppError `not_allowed` (403).
 */
export async function requireMayChangeSettings(deps: Deps, session: Session): Promise<void> {
  if (await isOwner(deps, session)) return;
  if (await isAdminNow(deps, session)) return;
  throw notAllowed(
    'Only a Pipedrive admin or the owner of the Store Leads account can change this. Ask one of them.',
  );
}

/** @throws AppError `not_allowed` (403) unless Pipedrive says now that the caller is an admin. */
export async function requireAdmin(deps: Deps, session: Session): Promise<void> {
  if (await isAdminNow(deps, session)) return;
  throw notAllowed(
    'Only a Pipedrive admin can take over the organization connection. Ask one to open this page.',
  );
}

async function isOwner({ findAccount }: Pick<Deps, 'findAccount'>, session: Session): Promise<boolean> {
  const account = await findAccount(session.companyId);
  return account?.companyId === session.companyId && account.ownerUserId === session.userId;
}

function notAllowed(message: string): AppError {
  return new AppError({ code: 'not_allowed', status: 403, message });
}
