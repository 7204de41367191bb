import { Button } from '@mantine/core';
import type { ExpressionReport } from '../../../server/mapping/calculated/expression.contract.ts';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './expressions.module.css';
import { ResultText } from './live-results.tsx';

type Props = {
  examples: CalculatedValueView['examples'];
  /** Of the last check; those added since are missing. */
  checked: ExpressionReport['examples'];
  canChange: boolean;
  onRemove: (storeId: string) => void;
};

/** Stores with the result they should give, and whether they do. */
export function SavedExamples({ examples, checked, canChange, onRemove }: Props) {
  if (examples.length === 0)
    return (
      <p className={classes['hint']}>
        None yet. Choose “Expect this result” beside a store, and every later edit is checked against it.
      </p>
    );
  return (
    <ul className={classes['examples']} aria-label="Saved examples">
      {examples.map(({ storeId, expected }) => {
        const now = checked.find((one) => one.storeId === storeId && one.expected === expected);
        return (
          <li key={storeId}>
            <div>
              <span className={classes['store']}>{now?.storeName ?? storeId}</span>{' '}
              {now ? (
                <Tag tone={now.met ? 'positive' : 'negative'}>
                  {now.met ? 'As expected' : 'Not as expected'}
                </Tag>
              ) : (
                <Tag>Not checked</Tag>
              )}
              <div className={classes['value']}>
                Expected: {expected === '' ? <span className={classes['none']}>No value</span> : expected}
              </div>
              {now && !now.met ? (
                <div className={classes['value']}>
                  Now: <ResultText result={now} />
                </div>
              ) : null}
            </div>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              disabled={!canChange}
              aria-label={`Remove the example ${now?.storeName ?? storeId}`}
              onClick={() => onRemove(storeId)}
            >
              Remove
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
