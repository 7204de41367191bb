import type { Account } from './account.ts';
import type { AccountView } from './accounts.contract.ts';

/** An account as the operator sees it. */
export function accountView({
  companyId,
  ownerUserId,
  plan,
  platformScope,
  createdAt,
}: Account): AccountView {
  return { companyId, ownerUserId, plan, platformScope, createdAt: createdAt.toISOString() };
}
