import type { StoreRecord } from '../../catalog/store.ts';
import type { Evaluated, ExpressionEngine } from '../../expressions/types.ts';
import type { CalculatedValue } from '../mapping.ts';
import { checkedExpression, checkInTurns } from './checked-expression.ts';
import { variableValues } from './expression-variables.ts';

/** What is calculated; labels and examples play no part. */
export type ToCalculate = Pick<CalculatedValue, 'name' | 'expression' | 'resultType'>;

/** Name of an expression that is tried out before it has one of its own. */
export const draftName = 'draft';

/**
 * Calculated values of a company for some stores, a chunk of records at a time: by store id, then by name.
 * What an expression gets wrong is in its own result; the other results are there all the same. An expression that can
 * no longer be compiled gives its problem as the error of every store.
 * @param now the moment `now` stands for, the same for a whole run
 */
export async function calculateFor(
  { engine }: { engine: Pick<ExpressionEngine, 'evaluate'> },
  given: {
    companyId: number;
    calculated: readonly ToCalculate[];
    stores: readonly StoreRecord[];
    now: Date;
  },
): Promise<Map<string, ReadonlyMap<string, Evaluated>>> {
  const { companyId, calculated, stores, now } = given;
  const uses = new Set<string>();
  const failed = new Map<string, Evaluated>();
  const good: ToCalculate[] = [];
  await checkInTurns(calculated);
  for (const value of calculated) {
    const checked = checkedExpression(value);
    if (checked.ok) {
      good.push(value);
      for (const name of checked.uses) uses.add(name);
    } else {
      const { code, message } = checked.problems[0] ?? unknownProblem;
      failed.set(value.name, { error: { code, message } });
    }
  }
  const rows = good.length === 0 || stores.length === 0 ? [] : await evaluate(good);
  return new Map(
    stores.map(({ id }, index) => {
      const results = rows[index] ?? [];
      const named = good.map(({ name }, at): [string, Evaluated] => [name, results[at] ?? noResult]);
      return [id, new Map([...failed, ...named])];
    }),
  );

  function evaluate(expressions: readonly ToCalculate[]): Promise<Evaluated[][]> {
    return engine.evaluate({
      companyId,
      expressions: expressions.map(({ name, expression, resultType }) => ({
        name,
        source: expression,
        resultType,
      })),
      records: stores.map(({ domain }) => ({ domain, values: variableValues(domain, uses) })),
      now,
    });
  }
}

const noResult: Evaluated = {
  error: { code: 'no_result', message: 'This was not calculated. It is tried again with the next run.' },
};
const unknownProblem = { code: 'bad_expression', message: 'This expression cannot be read. Check it.' };
