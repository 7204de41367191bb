import type { KeyRing } from '../platform/crypto.ts';
import type { Session } from '../platform/endpoint.ts';
import type { UserConnection } from './connection.ts';
import { tokensReadable } from './connection-tokens.ts';
import { erasesAt } from './erases-at.ts';
import type { ConnectionView, SettingsView } from './install.contract.ts';
import type { InstallationRow } from './installation.store.ts';
import { standbysOf } from './standby.ts';

/** How a company's connections look to one of its users. */
export function connectionViews(
  keys: KeyRing,
  connections: readonly UserConnection[],
  { installation, session }: { installation: InstallationRow; session: Session },
): ConnectionView[] {
  const isReadable = (connection: UserConnection) => tokensReadable(keys, connection);
  const [standby] = standbysOf(installation, connections, isReadable);
  return connections.map((connection) => {
    const { userId, state, brokenReason, brokenAt, isAdmin, installedAt } = connection;
    const readable = isReadable(connection);
    return {
      userId,
      role:
        userId === installation.organizationUserId
          ? 'organization'
          : userId === standby?.userId
            ? 'standby'
            : 'personal',
      state: readable ? state : 'broken',
      brokenReason: readable ? brokenReason : 'unreadable_secret',
      erasesAt: brokenAt && state === 'broken' ? erasesAt(brokenAt).toISOString() : null,
      isAdmin,
      isYou: userId === session.userId,
      installedAt: installedAt.toISOString(),
    };
  });
}

/** The last change of hands as the settings page tells it. */
export function handoverView({ handover }: InstallationRow): SettingsView['handover'] {
  if (!handover) return null;
  const { fromUserId, toUserId, reason, at } = handover;
  return { fromUserId, toUserId, reason, at: at.toISOString() };
}
