import { compile } from './compile.ts';
import { convertResult } from './convert-result.ts';
import { failure, toFailure } from './expression-error.ts';
import { safeRecord } from './safe-record.ts';
import type { Evaluated, EvaluationBatch, EvaluationRecord, Expression } from './types.ts';

type Batch = Omit<EvaluationBatch, 'companyId'>;

/** Told before and after each evaluation. `before` may give a result itself, and then nothing is evaluated. */
export type Progress = {
  /** Expressions of the first record to pass over: they are done. */
  skip: number;
  before(expression: number, record: number): Evaluated | null;
  after(): void;
  /** Asked between evaluations, but not before the first: true ends the work where it stands. */
  isOver(): boolean;
};

/**
 * Evaluates every expression for every record, here and now: results by record, then by expression. For expressions
 * that cannot do harm only, as nothing here stops one that takes for ever.
 */
export function evaluateBatch(batch: Batch): Evaluated[][] {
  const perRecord = batch.expressions.length;
  const results = evaluateInOrder(batch, {
    skip: 0,
    before: () => null,
    after: () => {},
    isOver: () => false,
  });
  return batch.records.map((_, index) => results.slice(index * perRecord, (index + 1) * perRecord));
}

/** The same as one list, as far as `progress` lets it come. What the worker runs. */
export function evaluateInOrder(batch: Batch, progress: Progress): Evaluated[] {
  const runners = batch.expressions.map((expression) => runnerOf(expression, batch.now));
  const results: Evaluated[] = [];
  let first = progress.skip;
  for (const [recordIndex, record] of batch.records.entries()) {
    const domain = safeRecord(record.domain);
    for (const [index, run] of runners.entries()) {
      if (index < first) continue;
      if (results.length > 0 && progress.isOver()) return results;
      const decided = progress.before(index, recordIndex);
      if (decided) {
        results.push(decided);
        continue;
      }
      results.push(run(record, domain));
      progress.after();
    }
    first = 0;
  }
  return results;
}

type Runner = (record: EvaluationRecord, domain: unknown) => Evaluated;

function runnerOf({ source, resultType }: Expression, now: Date): Runner {
  return ({ values }, domain) => {
    // Compiled with its first record, so that whoever watches knows which expression takes the time.
    const compiled = compile(source);
    if (!compiled.ok) {
      const { code, message } = compiled.problem;
      return { error: { code, message } };
    }
    const context = new Map<string, unknown>([['now', now]]);
    if (compiled.fields === null || compiled.fields.length > 0) context.set('_domain', domain);
    for (const name of compiled.names) {
      if (!Object.hasOwn(values, name)) return { error: failure('unknown_name') };
      context.set(name, values[name] ?? null);
    }
    try {
      return convertResult(compiled.run(context), resultType);
    } catch (error) {
      return { error: toFailure(error) };
    }
  };
}
