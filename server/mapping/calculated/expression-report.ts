import type { StoreRecord } from '../../catalog/store.ts';
import { calculateFor, draftName } from './calculate.ts';
import { checkedExpression } from './checked-expression.ts';
import type { ExpressionDraft, ExpressionReport } from './expression.contract.ts';
import { type ExpressionDeps, requireCalculatedValues } from './expression-deps.ts';
import { resultText } from './result-text.ts';

/** Stores an expression is tried on while it is written. */
const sampleSize = 20;

type Tried = ExpressionReport['results'][number];

/**
 * What is wrong with an expression or, if nothing is, what it gives for stores of the company and whether its examples
 * still hold. Nothing is stored.
 * @throws AppError `plan_required` (403)
 */
export async function expressionReport(
  deps: ExpressionDeps,
  companyId: number,
  draft: ExpressionDraft,
): Promise<ExpressionReport> {
  await requireCalculatedValues(deps, companyId);
  const { expression, resultType, examples } = draft;
  const calculated = { name: draftName, expression, resultType };
  const checked = checkedExpression(calculated);
  if (!checked.ok) return { problems: checked.problems, type: null, results: [], examples: [] };

  const [sample, named] = await Promise.all([
    draft.storeIds ? [] : deps.sampleStores(companyId, sampleSize),
    deps.findStores(companyId, [...(draft.storeIds ?? []), ...examples.map(({ storeId }) => storeId)]),
  ]);
  const shown = draft.storeIds ? draft.storeIds.flatMap((id) => named.get(id) ?? []) : sample;
  const stores = new Map<string, StoreRecord>([
    ...named,
    ...shown.map((store) => [store.id, store] as const),
  ]);
  const results = await calculateFor(deps, {
    companyId,
    calculated: [calculated],
    stores: [...stores.values()],
    now: deps.clock.now(),
  });

  const tried = (storeId: string): Tried => {
    const store = stores.get(storeId);
    if (!store) return { storeId, storeName: storeId, ...outOfReach };
    const storeName = store.domain.name;
    const result = results.get(storeId)?.get(draftName);
    if (!result) return { storeId, storeName, text: null, errorCode: null, errorMessage: null };
    if ('error' in result) {
      const { code, message } = result.error;
      return { storeId, storeName, text: null, errorCode: code, errorMessage: message };
    }
    return { storeId, storeName, text: resultText(result.value), errorCode: null, errorMessage: null };
  };
  return {
    problems: [],
    type: checked.type,
    results: shown.map(({ id }) => tried(id)),
    examples: examples.map(({ storeId, expected }) => {
      const now = tried(storeId);
      return { ...now, expected, met: now.errorCode === null && (now.text ?? '').trim() === expected.trim() };
    }),
  };
}

const outOfReach = {
  text: null,
  errorCode: 'store_gone',
  errorMessage:
    'Store Leads has no such store any more, or your plan does not reach it. Remove this example.',
};
