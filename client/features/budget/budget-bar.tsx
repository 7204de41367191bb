import type { BudgetView } from '../../../server/install/budget.contract.ts';
import { formatInteger } from '../../ui/format.ts';
import classes from './budget.module.css';

/** Today's tokens as a bar: ours, others' and what is left. The picture repeats what the figures below it say. */
export function BudgetBar({ budget }: { budget: BudgetView }) {
  const { limit, usedByUs, usedByOthers, allowed } = budget;
  const percent = (tokens: number) => `${Math.min(100, (100 * tokens) / Math.max(1, limit.tokens))}%`;
  const others = usedByOthers === null ? '' : `, other apps ${formatInteger(usedByOthers)}`;
  const label = `Of ${formatInteger(limit.tokens)} tokens today: this app ${formatInteger(usedByUs)}${others}. This app may use ${formatInteger(allowed)}.`;
  return (
    <div role="img" aria-label={label} className={classes['bar']}>
      <span className={classes['ours']} style={{ width: percent(usedByUs) }} />
      <span className={classes['others']} style={{ width: percent(usedByOthers ?? 0) }} />
      <span className={classes['share']} style={{ left: percent(allowed) }} />
    </div>
  );
}
