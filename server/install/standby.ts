import type { UserConnection } from './connection.ts';
import type { InstallationRow } from './installation.store.ts';

/**
 * Whose grants may do automatic work when the present one dies, best first: the one an admin chose, then those of
 * Pipedrive admins, longest connected first. Without a choice only admins: another user may not see every organization,
 * and what they cannot see would look deleted.
 * @param isReadable whether this process can open a connection's tokens
 */
export function standbysOf(
  installation: Pick<InstallationRow, 'epoch' | 'organizationUserId' | 'standby'>,
  connections: readonly UserConnection[],
  isReadable: (connection: UserConnection) => boolean,
): UserConnection[] {
  const { epoch, organizationUserId, standby } = installation;
  if (standby.mode === 'nobody') return [];
  const usable = connections.filter(
    (each) =>
      each.userId !== organizationUserId && each.epoch === epoch && each.state === 'ok' && isReadable(each),
  );
  const chosen = usable.filter(({ userId }) => userId === standby.userId);
  return [...chosen, ...usable.filter((each) => each.isAdmin && !chosen.includes(each))];
}
