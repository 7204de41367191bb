import type { ExpressionReport } from '../../../server/mapping/calculated/expression.contract.ts';
import { placeOf } from './draft-value.ts';
import classes from './expressions.module.css';

type Props = {
  id: string;
  text: string;
  problems: ExpressionReport['problems'];
  onGoTo: (position: number) => void;
};

/** What is wrong with an expression, right under it; each leads to its place in the text. */
export function ProblemList({ id, text, problems, onGoTo }: Props) {
  return (
    <div id={id} aria-live="polite">
      {problems.map((problem) => {
        const { line, column } = placeOf(text, problem.from);
        return (
          <button
            key={`${problem.from} ${problem.code} ${problem.message}`}
            type="button"
            className={classes['problem']}
            onClick={() => onGoTo(problem.from)}
          >
            <span className={classes['place']}>
              Line {line}, column {column}
            </span>{' '}
            {problem.message}
          </button>
        );
      })}
    </div>
  );
}
