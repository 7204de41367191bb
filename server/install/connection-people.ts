import type { Caller } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { ConnectionPeople } from './install.contract.ts';
import type { InstallDeps } from './install-deps.ts';

/** Nobody has that many; a company that does sees numbers for the rest. */
const most = 20;

/**
 * Names of the connected users and of who did automatic work before, read with the caller's own grant and kept nowhere.
 * Whoever the caller may not see is left out. Costs 2 tokens a user.
 */
export async function connectionPeople(
  { connections, installations, pipedrive }: Pick<InstallDeps, 'connections' | 'installations' | 'pipedrive'>,
  caller: Caller,
): Promise<ConnectionPeople> {
  const [connected, installation] = await Promise.all([
    connections.list(caller.companyId),
    installations.get(caller.companyId),
  ]);
  const { fromUserId = null } = installation?.handover ?? {};
  const ids = new Set([
    ...connected.map(({ userId }) => userId),
    ...(fromUserId === null ? [] : [fromUserId]),
  ]);
  const people: ConnectionPeople['people'] = [];
  for (const userId of [...ids].slice(0, most)) {
    try {
      const { name } = await pipedrive.user(caller, userId);
      if (name !== '') people.push({ userId, name });
    } catch (error) {
      if (!isAppError(error)) throw error;
      const aboutOne = ['record_gone', 'no_access', 'request_refused', 'bad_answer'].includes(error.code);
      if (!aboutOne) break;
    }
  }
  return { people };
}
