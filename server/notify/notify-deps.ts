import type { Account } from '../accounts/account.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { DigestFacts } from './digest-facts.ts';
import type { MailDayStore } from './mail-day.store.ts';
import type { MailSubscriptionStore } from './mail-subscription.store.ts';
import type { MailKey } from './mail-subscription.ts';
import type { Mailer } from './mailer.ts';

/** What the daily error mail needs. What belongs to other features comes in as functions. */
export type NotifyDeps = SteppingBase & {
  mailSubscriptions: MailSubscriptionStore;
  mailDays: MailDayStore;
  keys: KeyRing;
  /** Null: the operator named no mail server. */
  mailer: Mailer | null;
  /** Origin of this app. */
  appUrl: string;
  getInstallation: GetInstallation;
  findAccount(companyId: number): Promise<Account | null>;
  /** What went wrong in a span of time, and what waits now. */
  facts(key: MailKey, span: { from: Date; until: Date }): Promise<DigestFacts>;
  /** Address of the app's settings page in the company's Pipedrive. */
  settingsUrl(companyId: number): Promise<string>;
};
