import type { TokenGrant } from '../pipedrive/oauth-client.ts';
import type { Me } from '../pipedrive/types.ts';
import { randomId } from '../platform/crypto.ts';
import { withCompanyLock } from './company-lock.ts';
import { sealTokens } from './connection-tokens.ts';
import { finishErases } from './erase.ts';
import type { InstallDeps } from './install-deps.ts';
import type { InstallationRow } from './installation.store.ts';
import { newTagKey } from './installation-key.ts';
import { settleConnection } from './settle-connection.ts';

/** A person waits in front of a blank page; an erase of a large company takes longer, and they are told so. */
const waitMs = 15_000;

/**
 * Stores a user's grant: the installation when the company has none (its first user's grant then does all
 * automatic work), and the connection over any earlier one, which heals a broken connection and keeps its role.
 * An erase that was cut off is finished first, so it cannot take the new rows with it.
 * @throws AppError `company_busy` while an erase of the company is under way.
 */
export async function storeGrant(
  deps: InstallDeps,
  { grant, me, arrivedAt }: { grant: TokenGrant; me: Me; arrivedAt: Date },
): Promise<void> {
  const { companyId, userId } = me;
  const { installations, connections, keys, clock, log } = deps;
  const role = await withCompanyLock(deps, { companyId, waitMs }, async (lock) => {
    await finishErases(deps, lock, companyId);
    const present = await installations.get(companyId);
    const installation = present ?? (await newInstallation(deps, { companyId, userId }));
    const before = await connections.get({ companyId, userId });
    await connections.put({
      companyId,
      userId,
      epoch: installation.epoch,
      state: 'ok',
      brokenReason: null,
      brokenAt: null,
      isAdmin: me.isAdmin,
      canAddFields: before?.canAddFields ?? null,
      installedAt: arrivedAt,
      ...sealTokens(keys, me, grant),
      expiresAt: new Date(clock.now().getTime() + grant.expiresInSeconds * 1000),
      apiDomain: grant.apiDomain,
      version: 0,
      lease: null,
    });
    if (!present) await installations.add(installation);
    const played = installation.organizationUserId === userId ? 'organization' : 'personal';
    log.info({ companyId, userId, role: played, again: before !== null }, 'connected');
    if (before && played === 'organization') await deps.onConnectionRestored(companyId);
    return played;
  });
  if (role === 'organization') await deps.onOrganizationUserChanged(companyId);
  // Somebody's new grant may be what automatic work has waited for.
  await settleConnection(deps, companyId);
}

async function newInstallation(
  { accountForCompany, clock, keys, options }: InstallDeps,
  key: { companyId: number; userId: number },
): Promise<InstallationRow> {
  const account = await accountForCompany(key);
  return {
    companyId: key.companyId,
    epoch: randomId(),
    accountId: account.id,
    organizationUserId: key.userId,
    websiteField: null,
    fieldPrefix: options.fieldPrefix,
    budgetSharePercent: options.budgetSharePercent,
    pipedrivePlan: null,
    tagKey: newTagKey(keys, key.companyId),
    installedAt: clock.now(),
    standby: { mode: 'automatic', userId: null },
    handover: null,
  };
}
