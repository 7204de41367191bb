import type { Account } from '../accounts/account.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OAuthClient } from '../pipedrive/oauth-client.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { CompanyLockStore } from './company-lock.store.ts';
import type { ConnectionStore } from './connection.store.ts';
import type { InstallationStore } from './installation.store.ts';
import type { Eraser } from './installation.ts';
import type { OAuthStateStore } from './oauth-state.store.ts';
import type { ReceiptStore } from './receipt.store.ts';

/** The rows this feature owns. */
export type InstallStores = {
  installations: InstallationStore;
  connections: ConnectionStore;
  receipts: ReceiptStore;
  states: OAuthStateStore;
  locks: CompanyLockStore;
};

type InstallOptions = {
  clientId: string;
  clientSecret: string;
  /** Origin of this app. */
  appUrl: string;
  /** Where a company works in Pipedrive; `{company}` stands for its subdomain. */
  webUrlTemplate: string;
  /** What a new installation starts with. */
  fieldPrefix: string;
  budgetSharePercent: number;
};

/** What installing, uninstalling and settings need. What belongs to other features comes in as functions. */
export type InstallDeps = SteppingBase &
  InstallStores & {
    options: InstallOptions;
    keys: KeyRing;
    oauth: OAuthClient;
    pipedrive: Pick<
      Pipedrive,
      'me' | 'user' | 'permissions' | 'listOrganizationFields' | 'listOrganizations'
    >;
    jobs: Pick<Jobs, 'at' | 'cancelFor'>;
    /** The account of a company, made with `userId` as owner when there is none. */
    accountForCompany(key: { companyId: number; userId: number }): Promise<Account>;
    findAccount(companyId: number): Promise<Account | null>;
    /** Each feature's part of an erase, in the order they run. */
    erasers: readonly Eraser[];
    /** Automatic work of the company has lost the grant it runs on. */
    onConnectionLost(companyId: number): Promise<void>;
    /** Automatic work of the company runs on another user's grant: what belongs to the grant is made anew. May come twice. */
    onOrganizationUserChanged(companyId: number): Promise<void>;
    /** Automatic work of the company can go on. */
    onConnectionRestored(companyId: number): Promise<void>;
  };
