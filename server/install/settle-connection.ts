import { isAppError } from '../platform/errors.ts';
import type { ConnectionKey, UserConnection } from './connection.ts';
import { isAdminNow } from './connection-rights.ts';
import { tokensReadable } from './connection-tokens.ts';
import { handOver } from './hand-over.ts';
import type { Handover } from './handover.ts';
import type { InstallDeps } from './install-deps.ts';
import type { InstallationRow } from './installation.store.ts';
import { standbysOf } from './standby.ts';
import { learnWhyBroken } from './why-broken.ts';

/** How automatic work of a company stands afterwards. */
export type Settled = 'fine' | 'handed_over' | 'nobody' | 'not_installed';

/**
 * Sees to it that a working grant does the automatic work of a company: when the present one is gone, the standby's takes
 * over; when there is none, the work waits. Any number of processes may call this at any time.
 */
export async function settleConnection(deps: InstallDeps, companyId: number): Promise<Settled> {
  const tried = new Set<number>();
  for (;;) {
    const installation = await deps.installations.get(companyId);
    if (!installation) return 'not_installed';
    const connections = await deps.connections.list(companyId);
    const present = connections.find(({ userId }) => userId === installation.organizationUserId);
    const why = whyGone(deps, installation, present);
    if (why === null) return 'fine';
    const isReadable = (connection: UserConnection) => tokensReadable(deps.keys, connection);
    const [standby] = standbysOf(installation, connections, isReadable).filter(
      ({ userId }) => !tried.has(userId),
    );
    if (!standby) {
      await deps.onConnectionLost(companyId);
      return 'nobody';
    }
    tried.add(standby.userId);
    if (!(await isFit(deps, installation, standby))) continue;
    const better = present && (await learnWhyBroken(deps, present, standby.userId));
    const handed = await handOver(deps, installation, {
      from: installation.organizationUserId,
      ...why,
      reason: better ?? why.reason,
      toUserId: standby.userId,
    });
    // Whoever took over may have left between being looked at and being named; then it is the next one's turn.
    if (handed && (await deps.connections.get(standby))) return 'handed_over';
  }
}

/** Since when and why nobody's grant works; null when the present one does. */
function whyGone(
  { keys }: InstallDeps,
  { organizationUserId, handover, epoch }: InstallationRow,
  present: UserConnection | undefined,
): Pick<Handover, 'fromUserId' | 'reason'> | null {
  if (present?.epoch !== epoch) {
    return { fromUserId: organizationUserId ?? handover?.fromUserId ?? null, reason: 'left' };
  }
  if (present.state === 'broken')
    return { fromUserId: present.userId, reason: present.brokenReason ?? 'revoked' };
  return tokensReadable(keys, present) ? null : { fromUserId: present.userId, reason: 'unreadable_secret' };
}

/**
 * Whether a standby's grant works now and, unless an admin chose them, is still an admin's. What Pipedrive is too busy to
 * say is taken as it was known last.
 */
async function isFit(
  deps: InstallDeps,
  { standby }: InstallationRow,
  { companyId, userId, isAdmin }: ConnectionKey & { isAdmin: boolean },
): Promise<boolean> {
  const wasChosen = standby.mode === 'chosen' && standby.userId === userId;
  try {
    const stillAdmin = await isAdminNow(deps, { companyId, userId });
    return wasChosen || stillAdmin;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'not_connected' || error.code === 'unreadable_secret') return false;
    return wasChosen || isAdmin;
  }
}
