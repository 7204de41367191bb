import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { AccountStore } from './account.store.ts';
import type { Account } from './account.ts';
import type { PlanName } from './accounts.contract.ts';

type Deps = { accounts: AccountStore; clock: Clock; defaultPlan: PlanName };

/**
 * The account a company belongs to. A company that installs without one gets its own, owned by the installing user,
 * with the default plan and every platform. Two installs at once end up with the same account.
 */
export async function accountForCompany(
  { accounts, clock, defaultPlan }: Deps,
  { companyId, userId }: { companyId: number; userId: number },
): Promise<Account> {
  const present = await accounts.forCompany(companyId);
  if (present) return present;
  await accounts.add({
    companyId,
    ownerUserId: userId,
    plan: defaultPlan,
    platformScope: null,
    createdAt: clock.now(),
  });
  const account = await accounts.forCompany(companyId);
  if (account) return account;
  throw new AppError({
    code: 'account_gone',
    status: 409,
    message: 'The account was removed at the same moment. Install again.',
    retry: true,
  });
}
