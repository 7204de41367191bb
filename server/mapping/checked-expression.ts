import { checkExpression } from '../expressions/check-expression.ts';
import type { CheckedExpression } from '../expressions/types.ts';
import { expressionVariables } from './expression-variables.ts';
import type { CalculatedValue } from './mapping.ts';

const kept = 500;
const checked = new Map<string, CheckedExpression>();

/** Checks an expression over the data of a store. The last five hundred answers are kept: runs ask for every chunk. */
export function checkedExpression({
  expression,
  resultType,
}: Pick<CalculatedValue, 'expression' | 'resultType'>): CheckedExpression {
  const key = `${resultType} ${expression}`;
  const known = checked.get(key);
  if (known) return known;
  const fresh = checkExpression({ source: expression, resultType }, expressionVariables);
  const [oldest] = checked.keys();
  if (checked.size >= kept && oldest !== undefined) checked.delete(oldest);
  // A text that is refused for its length is not worth its room.
  if (expression.length <= longestKept) checked.set(key, fresh);
  return fresh;
}

const longestKept = 4000;
