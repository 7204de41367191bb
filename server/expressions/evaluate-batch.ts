import { compile } from './compile.ts';
import { convertResult } from './convert-result.ts';
import { failure, toFailure } from './expression-error.ts';
import { safeRecord } from './safe-record.ts';
import type { Evaluated, EvaluationBatch, EvaluationRecord, Expression } from './types.ts';

/** Told before each evaluation; false: leave this one out. */
export type Progress = { before(expression: number, record: number): Evaluated | null; after(): void };

/**
 * Evaluates every expression for every record, here and now: results by record, then by expression. What the worker runs;
 * elsewhere only for expressions that cannot do harm, as nothing here stops one that takes for ever.
 */
export function evaluateBatch(
  batch: Omit<EvaluationBatch, 'companyId'>,
  progress: Progress | null = null,
): Evaluated[][] {
  const runners = batch.expressions.map((expression) => runnerOf(expression, batch.now));
  return batch.records.map((record, recordIndex) => {
    const domain = safeRecord(record.domain);
    return runners.map((run, index) => {
      const decided = progress?.before(index, recordIndex);
      if (decided) return decided;
      const result = run(record, domain);
      progress?.after();
      return result;
    });
  });
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
