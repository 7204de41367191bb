import { evaluateInOrder } from './evaluate-batch.ts';
import { type Failure, failure } from './expression-error.ts';
import type { Evaluated, EvaluationRecord, ResultType } from './types.ts';

/** What is left of a slice of a batch, as the worker gets it. */
export type WorkerTask = {
  expressions: { source: string; resultType: ResultType }[];
  records: EvaluationRecord[];
  now: Date;
  /** Expressions of the first record that are done. */
  skip: number;
  /** For each expression: from this record on it is not evaluated, and has failed in this way. */
  stops: Stop[];
  /** Milliseconds each expression took in earlier turns at this slice, and how long the process really worked in them. */
  spent: number[];
  worked: number;
};

export type Stop = { record: number; failure: Failure };

/**
 * `results`: in order, as far as the turn came. `spent`, `worked`: as in the task, this turn included. `slow`: places of
 * expressions that used up their time and were left out from then on.
 */
export type WorkerAnswer = { results: Evaluated[]; spent: number[]; worked: number; slow: number[] };

/** What the worker tells while it works, in an Int32Array that both sides see. */
export const progressSlots = { running: 0, steps: 1, expression: 2, record: 3 } as const;

/** Time an expression may take for all records of a slice together: a hundred times what usual ones need. */
const budgetMs = 250;

/** Works on a slice until it is done or the turn is over, telling before each evaluation where it stands. */
export function runTask(task: WorkerTask, progress: Int32Array, turnMs: number): WorkerAnswer {
  const tell = (slot: keyof typeof progressSlots, value: number) =>
    Atomics.store(progress, progressSlots[slot], value);
  const spent = [...task.spent];
  let current = 0;
  let startedAt = 0;
  const before = process.cpuUsage();
  const turnEnds = performance.now() + turnMs;
  const worked = () => {
    const { user, system } = process.cpuUsage(before);
    return task.worked + (user + system) / 1000;
  };
  /** Time counts only while the process gets to work: a starved machine is nobody's fault. */
  const overdrawn = (expression: number) => (spent[expression] ?? 0) > budgetMs && worked() > budgetMs / 2;
  tell('expression', -1);
  tell('running', 1);
  const results = evaluateInOrder(
    { ...task, expressions: task.expressions.map((expression) => ({ name: '', ...expression })) },
    {
      skip: task.skip,
      before: (expression, record) => {
        const stop = task.stops[expression];
        if (stop && record >= stop.record) return { error: stop.failure };
        if (overdrawn(expression)) return { error: failure('too_slow') };
        tell('expression', expression);
        tell('record', record);
        Atomics.add(progress, progressSlots.steps, 1);
        current = expression;
        startedAt = performance.now();
        return null;
      },
      after: () => {
        spent[current] = (spent[current] ?? 0) + performance.now() - startedAt;
      },
      isOver: () => performance.now() > turnEnds,
    },
  );
  tell('running', 0);
  return { results, spent, worked: worked(), slow: [...spent.keys()].filter(overdrawn) };
}
