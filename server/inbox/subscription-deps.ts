import type { Link } from '../enrichment/link.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { EventStore } from './event.store.ts';
import type { SubscriptionStore } from './subscription.store.ts';

/** What asking for events, and checking that they come, needs. */
export type SubscriptionDeps = SteppingBase & {
  subscriptions: SubscriptionStore;
  events: Pick<EventStore, 'toldOf'>;
  pipedrive: Pick<Pipedrive, 'listWebhooks' | 'createWebhook' | 'deleteWebhook' | 'listOrganizations'>;
  getInstallation: GetInstallation;
  /** Public address of the app. */
  appUrl: string;
  keys: KeyRing;
  randomId(): string;
  /** An admin with a grant here, the user who does automatic work before others; null: none is known. */
  adminOf(scope: { companyId: number; epoch: string }, userId: number): Promise<number | null>;
  links: {
    count(scope: { companyId: number; epoch: string }): Promise<number>;
    ofOrganizations(scope: { companyId: number; epoch: string }, orgIds: readonly number[]): Promise<Link[]>;
  };
  /** Begins a repair; false where one is under way, which may have begun too early for what is missing now. */
  startRepair(scope: { companyId: number; epoch: string }): Promise<boolean>;
};
