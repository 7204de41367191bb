import type { Connection } from 'mongoose';
import { createAccountStore } from '../accounts/account.store.ts';
import { createAskedHosts } from '../catalog/asked-hosts.store.ts';
import { createCatalogStore } from '../catalog/catalog.store.ts';
import { createPublicationStore } from '../catalog/publication.store.ts';
import { createAttentionStore } from '../enrichment/attention.store.ts';
import { createFailingStore } from '../enrichment/failing.store.ts';
import { createLinkStore } from '../enrichment/link.store.ts';
import { createReleaseLinkStore } from '../enrichment/release-links.store.ts';
import { createClaimStore } from '../inbox/claim.store.ts';
import { createEventStore } from '../inbox/event.store.ts';
import { createSubscriptionStore } from '../inbox/subscription.store.ts';
import { createInstallStores } from '../install/install-stores.ts';
import { createPreferenceStore } from '../install/preferences.store.ts';
import { createMappingVersionStore } from '../mapping/configuration/mapping-versions.store.ts';
import { createMappingStore } from '../mapping/mapping.store.ts';
import { createMailDayStore } from '../notify/mail-day.store.ts';
import { createMailSubscriptionStore } from '../notify/mail-subscription.store.ts';
import { createBudgetStore } from '../pipedrive/budget.store.ts';
import type { KeyRing } from '../platform/crypto.ts';
import { createGivenReleaseStore } from '../releases/given-release.store.ts';
import { createChunkStore } from '../runs/chunk.store.ts';
import { createHistoryStore } from '../runs/history.store.ts';
import { createOldRunStore } from '../runs/old-run.store.ts';
import { createRunStore } from '../runs/run.store.ts';
import { createSignalClaimStore } from '../signals/signal-claim.store.ts';
import { createPaceStore } from '../storeleads/pace.store.ts';
import { createUndoValueStore } from '../undo/undo-values.store.ts';

/**
 * Every collection of the app; each is touched by its own store only.
 * @param keys the first is the key of hashes that no installation has one for.
 */
export function createStores(db: Connection, keys: KeyRing) {
  return {
    accounts: createAccountStore(db),
    install: createInstallStores(db),
    preferences: createPreferenceStore(db),
    catalog: createCatalogStore(db),
    publication: createPublicationStore(db),
    askedHosts: createAskedHosts(db, keys[0].key),
    pace: createPaceStore(db),
    mappings: createMappingStore(db),
    mappingVersions: createMappingVersionStore(db),
    links: createLinkStore(db),
    attention: createAttentionStore(db),
    failing: createFailingStore(db),
    releaseLinks: createReleaseLinkStore(db),
    givenReleases: createGivenReleaseStore(db),
    signalReleases: createGivenReleaseStore(db, 'signal_releases'),
    signalClaims: createSignalClaimStore(db),
    runs: createRunStore(db),
    oldRuns: createOldRunStore(db),
    chunks: createChunkStore(db),
    history: createHistoryStore(db),
    undoValues: createUndoValueStore(db),
    budget: createBudgetStore(db),
    mailSubscriptions: createMailSubscriptionStore(db),
    mailDays: createMailDayStore(db),
    subscriptions: createSubscriptionStore(db),
    events: createEventStore(db),
    claims: createClaimStore(db),
  };
}

export type Stores = ReturnType<typeof createStores>;

/** Makes what the stores rely on: unique keys, look-ups, rows that go by themselves. Safe to repeat. */
export async function ensureIndexes(stores: Stores): Promise<void> {
  for (const store of Object.values(stores)) await store.ensureIndexes();
}
