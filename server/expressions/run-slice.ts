import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { type FailureCode, failure } from './expression-error.ts';
import type { Outcome } from './guarded-worker.ts';
import type { Penalties } from './penalties.ts';
import type { PreparedBatch } from './slice.ts';
import type { Evaluated, EvaluationRecord } from './types.ts';
import type { Stop } from './worker-task.ts';

type SliceDeps = {
  run(batch: PreparedBatch, records: readonly EvaluationRecord[], stops: Stop[]): Promise<Outcome>;
  penalties: Penalties;
  log: Log;
};

const mostBreakdowns = 3;

/**
 * Evaluates a slice, starting over without the culprit as often as the worker had to be ended.
 * @throws AppError `expressions_unavailable` when the worker breaks down three times with no expression to blame
 */
export async function runSlice(
  { run, penalties, log }: SliceDeps,
  batch: PreparedBatch,
  records: readonly EvaluationRecord[],
): Promise<Evaluated[][]> {
  const { companyId } = batch;
  const stops = batch.expressions.map(({ source }, index) => firstStop(batch, penalties, source, index));
  for (let breakdowns = 0; breakdowns < mostBreakdowns; ) {
    if (stops.every(({ record }) => record === 0)) {
      return records.map(() => stops.map((stop) => ({ error: stop.failure })));
    }
    const outcome = await run(batch, records, stops);
    if (outcome.kind === 'answer') {
      for (const index of outcome.answer.slow) punish(index, 'too_slow');
      return outcome.answer.results;
    }
    if (outcome.kind === 'stopped') {
      const { expression, record, code } = outcome;
      // Stopped a second time over the same expression: it is left out altogether.
      const again = stops[expression]?.record !== never;
      stops[expression] = { record: again ? 0 : record, failure: failure(code) };
      punish(expression, code);
    } else {
      breakdowns++;
      log.error({ companyId, err: outcome.reason }, 'The expression worker broke down');
    }
  }
  throw new AppError({
    code: 'expressions_unavailable',
    status: 503,
    message: 'Calculated values cannot be worked out right now: try again in a few minutes.',
    retry: true,
    report: true,
  });

  function punish(index: number, code: FailureCode): void {
    const source = batch.expressions[index]?.source;
    if (source !== undefined) penalties.add(companyId, source, code);
    log.warn({ companyId, code }, 'An expression was stopped');
  }
}

const never = Number.MAX_SAFE_INTEGER;

/** From which record on an expression is not run at all: from the first when it cannot be compiled or was stopped before. */
function firstStop(batch: PreparedBatch, penalties: Penalties, source: string, index: number): Stop {
  const compiled = batch.compiled[index];
  if (compiled && !compiled.ok) {
    const { code, message } = compiled.problem;
    return { record: 0, failure: { code, message } };
  }
  const penalty = penalties.of(batch.companyId, source);
  return penalty ? { record: 0, failure: penalty } : { record: never, failure: failure('failed') };
}
