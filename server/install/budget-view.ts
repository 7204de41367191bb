import { endpoints } from '../pipedrive/endpoints.ts';
import type { BudgetStatus } from '../pipedrive/ports.ts';
import { AppError } from '../platform/errors.ts';
import type { BudgetChange, BudgetView } from './budget.contract.ts';
import { notConnected } from './connection-errors.ts';
import type { InstallationStore } from './installation.store.ts';
import type { GetInstallation, Installation } from './installation.ts';

export type BudgetDeps = {
  getInstallation: GetInstallation;
  installations: Pick<InstallationStore, 'setBudgetShare'>;
  budgetStatus(companyId: number): Promise<BudgetStatus>;
  /** Bulk work of the company that waits for tokens. */
  waitingForBudget(companyId: number): Promise<{ kind: string; resumesAt: Date | null }[]>;
  /** Work that waits for tokens may look again. */
  onShareChanged(companyId: number): Promise<void>;
};

/**
 * What the settings page shows of the company's API tokens.
 * @throws AppError `not_connected` (401) when the installation has gone.
 */
export async function budgetViewOf(deps: BudgetDeps, companyId: number): Promise<BudgetView> {
  const installation = await installationOf(deps, companyId);
  const [budget, waiting] = await Promise.all([
    deps.budgetStatus(companyId),
    deps.waitingForBudget(companyId),
  ]);
  return toView(installation, budget, waiting);
}

/**
 * Sets our share of the company's API tokens; all processes go by it within seconds, and what waits looks again.
 * @throws AppError `changed_meanwhile` (409) when somebody else changed it, `not_connected` (401)
 */
export async function setBudgetShare(
  deps: BudgetDeps,
  companyId: number,
  { sharePercent, from }: BudgetChange,
): Promise<void> {
  const installation = await installationOf(deps, companyId);
  if (!(await deps.installations.setBudgetShare(installation, { from, to: sharePercent }))) {
    throw new AppError({
      code: 'changed_meanwhile',
      status: 409,
      message: 'Somebody else changed the share meanwhile. Look at it again, then repeat your change.',
    });
  }
  await deps.onShareChanged(companyId);
}

async function installationOf(deps: BudgetDeps, companyId: number): Promise<Installation> {
  const installation = await deps.getInstallation(companyId);
  if (!installation) throw notConnected('none', 401);
  return installation;
}

/** The share is the one just read: the governor of this process may know of it only in some seconds. */
function toView(
  { budgetSharePercent }: Installation,
  budget: BudgetStatus,
  waiting: { kind: string; resumesAt: Date | null }[],
): BudgetView {
  const tokens = budget.dailyLimit ?? assumedLimit(budget);
  return {
    sharePercent: budgetSharePercent,
    limit: { tokens, from: budget.limitFrom },
    allowed: Math.floor((tokens * budgetSharePercent) / 100),
    usedByUs: budget.usedByUsToday,
    byLane: budget.lanesToday,
    usedByOthers: budget.othersToday,
    left: budget.remainingCompany,
    toldAt: budget.headersAt?.toISOString() ?? null,
    resetsAt: budget.resetsAt.toISOString(),
    resetIsKnown: budget.resetIsKnown,
    exhaustedUntil: budget.exhaustedUntil?.toISOString() ?? null,
    waiting: waiting.map(({ kind, resumesAt }) => ({ kind, resumesAt: resumesAt?.toISOString() ?? null })),
    tokensPerRecord: endpoints.updateOrganization.cost,
  };
}

function assumedLimit({ allowedToday, outlook }: BudgetStatus): number {
  return Math.round((allowedToday * 100) / Math.max(1, outlook.settings.sharePercent));
}
