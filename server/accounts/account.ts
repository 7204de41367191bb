import type { PlanName } from './accounts.contract.ts';

/** A Store Leads customer, as far as this app knows one. */
export type Account = {
  id: string;
  /** The company whose install made the account, and the user who installed. */
  companyId: number;
  ownerUserId: number;
  plan: PlanName;
  /** Platforms the plan covers; null = all. */
  platformScope: string[] | null;
  createdAt: Date;
};
