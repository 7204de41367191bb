import type { StoreView } from '../../../server/catalog/catalog.contract.ts';
import { absent, formatCompact, formatInteger, formatMoney } from '../../ui/format.ts';
import classes from './key-numbers.module.css';

/** The six figures a sales person looks at first, as far as they are known. */
export function KeyNumbers({ store }: { store: StoreView }) {
  const all: [label: string, value: string][] = [
    ['Sales a month', formatMoney(store.estimatedSales)],
    ['Visits a month', formatCompact(store.estimatedVisits)],
    ['Rank', formatInteger(store.rank)],
    ['Products', formatInteger(store.productCount)],
    ['Average price', formatMoney(store.averagePrice)],
    ['Employees', formatInteger(store.employeeCount)],
  ];
  const numbers = all.filter(([, value]) => value !== absent);
  if (numbers.length === 0) return null;
  return (
    <dl className={classes['grid']}>
      {numbers.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
