import { setImmediate as turn } from 'node:timers/promises';
import { checkExpression } from '../../expressions/check-expression.ts';
import type { CheckedExpression } from '../../expressions/types.ts';
import type { CalculatedValue } from '../mapping.ts';
import { expressionVariables } from './expression-variables.ts';

type ToCheck = Pick<CalculatedValue, 'expression' | 'resultType'>;

const kept = 500;
const checked = new Map<string, CheckedExpression>();

/** Checks an expression over the data of a store. The last five hundred answers are kept: runs ask for every chunk. */
export function checkedExpression({ expression, resultType }: ToCheck): CheckedExpression {
  const key = keyOf({ expression, resultType });
  const known = checked.get(key);
  if (known) return known;
  const fresh = checkExpression({ source: expression, resultType }, expressionVariables);
  const [oldest] = checked.keys();
  if (checked.size >= kept && oldest !== undefined) checked.delete(oldest);
  // A text that is refused for its length is not worth its room.
  if (expression.length <= longestKept) checked.set(key, fresh);
  return fresh;
}

/**
 * Checks expressions ahead of `checkedExpression`, which then knows the answers. A long one takes 20 ms, and a company
 * has up to fifty: everybody else gets a turn after each.
 */
export async function checkInTurns(expressions: readonly ToCheck[]): Promise<void> {
  for (const expression of expressions) {
    if (checked.has(keyOf(expression))) continue;
    checkedExpression(expression);
    await turn();
  }
}

const keyOf = ({ expression, resultType }: ToCheck): string => `${resultType} ${expression}`;

const longestKept = 4000;
