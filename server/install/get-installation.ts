import type { Account } from '../accounts/account.ts';
import type { KeyRing } from '../platform/crypto.ts';
import { gatherReads } from '../platform/gather-reads.ts';
import type { InstallationStore } from './installation.store.ts';
import type { GetInstallation } from './installation.ts';
import { openTagKey, sealTagKey } from './installation-key.ts';

type Deps = {
  installations: InstallationStore;
  findAccount(companyId: number): Promise<Account | null>;
  keys: KeyRing;
};

/**
 * Reads installations for the other features. Never cached, only gathered: an epoch must be seen gone as
 * soon as it is.
 * A company without its account counts as erased (both go together, the installation first).
 */
export function createGetInstallation({ installations, findAccount, keys }: Deps): GetInstallation {
  const read: GetInstallation = async (companyId) => {
    const [row, account] = await Promise.all([installations.get(companyId), findAccount(companyId)]);
    if (!row || !account) return null;
    const tagKey = openTagKey(keys, companyId, row.tagKey);
    if (tagKey.isOld) {
      await installations.resealTagKey(companyId, {
        from: row.tagKey,
        to: sealTagKey(keys, companyId, tagKey.key),
      });
    }
    const { installedAt: _, standby: _standby, handover: _handover, ...rest } = row;
    return {
      ...rest,
      plan: account.plan,
      platformScope: account.platformScope,
      state: row.organizationUserId === null ? 'paused_no_connection' : 'active',
      tagKey: tagKey.key,
    };
  };
  return gatherReads(read, (companyId) => companyId);
}
