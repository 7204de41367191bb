import type { StoreRecord } from '../../catalog/store.ts';
import type { ExpressionEngine } from '../../expressions/types.ts';
import type { Base } from '../../platform/deps.ts';
import { AppError } from '../../platform/errors.ts';

/** Whether the plan includes calculated values and, if not, the plans that do. */
type ExpressionGate = { allowed: boolean; plans: string[] };

/** What writing expressions needs. */
export type ExpressionDeps = Pick<Base, 'clock'> & {
  engine: Pick<ExpressionEngine, 'evaluate'>;
  gate(companyId: number): Promise<ExpressionGate>;
  /** Up to so many stores that the company's organizations are linked to; none before the first scan. */
  sampleStores(companyId: number, count: number): Promise<StoreRecord[]>;
  /** Those of the named stores that there are and that the company's plan reaches. */
  findStores(companyId: number, ids: string[]): Promise<ReadonlyMap<string, StoreRecord>>;
};

/**
 * Lets nobody pass whose plan does not include calculated values.
 * @throws AppError `plan_required` (403) that names the plans
 */
export async function requireCalculatedValues(
  deps: Pick<ExpressionDeps, 'gate'>,
  companyId: number,
): Promise<void> {
  const { allowed, plans } = await deps.gate(companyId);
  if (allowed) return;
  const names = plans.map((plan) => plan.charAt(0).toUpperCase() + plan.slice(1)).join(', ');
  throw new AppError({
    code: 'plan_required',
    status: 403,
    message: `Calculated values are part of the Store Leads plan ${names}. Change the plan of your account.`,
    details: { plans: plans.join(',') },
  });
}
