import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { AccountStore } from './account.store.ts';
import type { Account } from './account.ts';
import type { PlanChange } from './accounts.contract.ts';

type Deps = {
  accounts: AccountStore;
  log: Log;
  /** Stops what the company's plan no longer includes, and lets go on what it includes again. */
  onPlanChanged(companyId: number): Promise<void>;
};

/**
 * Sets a company's plan and platforms, then lets the features follow.
 * `onPlanChanged` runs also when nothing changed, so that repeating the command mends an interrupted one.
 * @throws AppError `no_account` (404) when the company never installed.
 */
export async function setPlan(
  { accounts, log, onPlanChanged }: Deps,
  companyId: number,
  change: PlanChange,
): Promise<Account> {
  const found = await accounts.setPlan(companyId, change);
  const account = found ? await accounts.forCompany(companyId) : null;
  if (!account) throw noAccount(companyId);
  log.info({ companyId, plan: account.plan }, 'plan set');
  await onPlanChanged(companyId);
  return account;
}

/** The refusal for a company without an account. */
export function noAccount(companyId: number): AppError {
  return new AppError({
    code: 'no_account',
    status: 404,
    message: `Company ${companyId} has no account. Install the app in that company first.`,
  });
}
