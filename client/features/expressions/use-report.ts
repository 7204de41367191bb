import { useDebouncedValue } from '@mantine/hooks';
import type { ExpressionReport } from '../../../server/mapping/calculated/expression.contract.ts';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { useExpressionReport } from './queries.ts';

/** How long somebody has to pause before the server is asked. */
const pauseMs = 300;

export type LiveReport = {
  /** Null while nothing was checked, and when there is nothing to check. */
  report: ExpressionReport | null;
  /** Of these words, not of what stood there before. */
  current: boolean;
  error: Error | null;
  retry: () => void;
};

/**
 * Checks a value while it is being written.
 * @param enabled false where the plan does not include it: then the server is not asked
 */
export function useReport(value: CalculatedValueView, enabled: boolean): LiveReport {
  const { expression, resultType, examples } = value;
  const wanted = JSON.stringify({ expression, resultType, examples });
  const [asked] = useDebouncedValue(wanted, pauseMs);
  const wanting = enabled && expression.trim() !== '';
  const query = useExpressionReport(JSON.parse(asked), wanting && asked !== emptyDraft(value));
  return {
    report: wanting ? (query.data ?? null) : null,
    current: asked === wanted && !query.isFetching && !query.isPlaceholderData,
    error: wanting ? query.error : null,
    retry: () => void query.refetch(),
  };
}

/** The first letters are not worth a question before the pause is over. */
const emptyDraft = ({ resultType, examples }: CalculatedValueView) =>
  JSON.stringify({ expression: '', resultType, examples });
