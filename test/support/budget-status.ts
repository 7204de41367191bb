import { budgetStatusOf } from '../../server/pipedrive/budget-status.ts';
import { firstWindow } from '../../server/pipedrive/day-window.ts';
import { noLanes } from '../../server/pipedrive/lane-counts.ts';
import type { BudgetStatus } from '../../server/pipedrive/ports.ts';

/** What a company may spend that nothing is known of, with what a test sets otherwise. */
export function aBudgetStatus(
  over: Partial<BudgetStatus> = {},
  now = new Date('2026-11-02T09:00:00Z'),
): BudgetStatus {
  const settings = { sharePercent: 40, plan: null };
  const day = firstWindow(1, now);
  const status = budgetStatusOf({ day, unused: noLanes(), unwritten: noLanes(), settings }, now);
  return { ...status, ...over };
}
