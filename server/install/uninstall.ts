import { withCompanyLock } from './company-lock.ts';
import { erase } from './erase.ts';
import type { InstallDeps } from './install-deps.ts';
import { settleConnection } from './settle-connection.ts';

/** Longer than a killed process can hold the lock: Pipedrive calls once, so this call must get through. */
const waitMs = 6 * 60_000;

export type Uninstall = {
  companyId: number;
  userId: number;
  /** When Pipedrive says it happened, as the end of the span it names (a second, or a millisecond). */
  at: Date;
};

/** What an uninstall call came to; `ignored`: nobody of that name is here, or the user installed again since. */
export type UninstallOutcome = 'ignored' | 'user_removed' | 'company_erased';

/**
 * Takes a user's grant away. With the last user of a company everything of the company is erased; when the user
 * whose grant does automatic work goes and others stay, the standby takes over, or that work pauses until an admin does.
 */
export async function uninstall(
  deps: InstallDeps,
  { companyId, userId, at }: Uninstall,
): Promise<UninstallOutcome> {
  const { connections, log } = deps;
  const outcome = await withCompanyLock<UninstallOutcome>(deps, { companyId, waitMs }, async (lock) => {
    const connection = await connections.get({ companyId, userId });
    if (!connection || connection.installedAt > at) {
      log.info({ companyId, userId, known: connection !== null }, 'uninstall call ignored');
      return 'ignored';
    }
    const others = (await connections.list(companyId)).some((other) => other.userId !== userId);
    const scope = others ? 'connection' : 'company';
    await erase(deps, lock, { companyId, userId, epoch: connection.epoch, scope, reason: 'uninstalled' });
    return others ? 'user_removed' : 'company_erased';
  });
  if (outcome === 'user_removed') await settleConnection(deps, companyId);
  return outcome;
}
