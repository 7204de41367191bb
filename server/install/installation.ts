import type { PlanName } from '../accounts/accounts.contract.ts';

/** What other features may know of an installation. Plain data; secrets stay in the store. */
export type Installation = {
  companyId: number;
  /** Changes with every install after an erase. Rows carry it, so nothing is written back after an erase. */
  epoch: string;
  accountId: string;
  plan: PlanName;
  /** Platforms the account's plan covers; null = all. */
  platformScope: string[] | null;
  state: 'active' | 'paused_no_connection';
  /** User whose grant does all automatic work; null while nobody's does. */
  organizationUserId: number | null;
  /** Code of the organization field that holds the website; null until chosen. */
  websiteField: string | null;
  fieldPrefix: string;
  budgetSharePercent: number;
  /** Pipedrive plan as an admin stated it; null = inferred or unknown. */
  pipedrivePlan: 'lite' | 'growth' | 'premium' | 'ultimate' | null;
  /** Per-installation key (16 bytes) of the field tags. */
  tagKey: Buffer;
};

/** Reads the installation of a company; null when there is none (never installed, or erased). */
export type GetInstallation = (companyId: number) => Promise<Installation | null>;

/** A feature's part of an erase. `name` is a plain word: receipts count under it. */
export type Eraser = {
  name: string;
  /** Removes every row of the company and says how many. Called only while the company has no installation. */
  erase(companyId: number): Promise<number>;
  /**
   * Removes the company's rows that carry this epoch: what a late writer left of an erased installation, after the
   * company has installed again. Features whose rows carry no epoch leave it out.
   */
  sweep?(companyId: number, deadEpoch: string): Promise<number>;
};
