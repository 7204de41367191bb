import type { Connection } from 'mongoose';
import { createCompanyLockStore } from './company-lock.store.ts';
import { createConnectionStore } from './connection.store.ts';
import type { InstallStores } from './install-deps.ts';
import { createInstallationStore } from './installation.store.ts';
import { createOAuthStateStore } from './oauth-state.store.ts';
import { createReceiptStore } from './receipt.store.ts';

/** Makes the stores of installing. */
export function createInstallStores(db: Connection): InstallStores & { ensureIndexes(): Promise<void> } {
  const stores: InstallStores = {
    installations: createInstallationStore(db),
    connections: createConnectionStore(db),
    receipts: createReceiptStore(db),
    states: createOAuthStateStore(db),
    locks: createCompanyLockStore(db),
  };
  return {
    ...stores,
    async ensureIndexes() {
      for (const store of Object.values(stores)) await store.ensureIndexes();
    },
  };
}
