import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { type FailureCode, failure } from './expression-error.ts';
import type { Outcome } from './guarded-worker.ts';
import type { Penalties } from './penalties.ts';
import { placeOf, type Slice, taskOf, wasStopped } from './slice.ts';
import type { WorkerTask } from './worker-task.ts';

type TurnDeps = {
  run(task: WorkerTask): Promise<Outcome>;
  penalties: Penalties;
  log: Log;
};

const mostBreakdowns = 3;

/**
 * Carries a slice forward by one turn of the worker: a quarter of a second at most, or until an expression had to be
 * stopped. Then others are next, so that many costly expressions of one company hold nobody up for longer than one does.
 * @returns true when the slice is done
 * @throws AppError `expressions_unavailable` when the worker broke down three times with no expression to blame
 */
export async function runTurn({ run, penalties, log }: TurnDeps, slice: Slice): Promise<boolean> {
  const { batch, records, results, stops } = slice;
  const { companyId } = batch;
  const wanted = records.length * stops.length;
  const from = placeOf(slice).record;
  if (stops.every(({ record }) => record <= from)) {
    while (results.length < wanted) results.push(...stops.slice(placeOf(slice).skip).map(toError));
    return true;
  }
  const outcome = await run(taskOf(slice));
  if (outcome.kind === 'answer') {
    const { answer } = outcome;
    results.push(...answer.results);
    slice.spent = answer.spent;
    slice.worked = answer.worked;
    for (const index of answer.slow) punish(index, 'too_slow');
  } else if (outcome.kind === 'stopped') {
    const { expression, code } = outcome;
    // Stopped a second time over the same expression: it is left out altogether.
    const record = wasStopped(slice, expression) ? 0 : from + outcome.record;
    stops[expression] = { record, failure: failure(code) };
    punish(expression, code);
  } else {
    log.error({ companyId, err: outcome.reason }, 'The expression worker broke down');
    if (++slice.breakdowns === mostBreakdowns) throw unavailable();
  }
  return results.length === wanted;

  function punish(index: number, code: FailureCode): void {
    const source = batch.expressions[index]?.source;
    if (source === undefined || penalties.of(companyId, source)) return;
    penalties.add(companyId, source, code);
    log.warn({ companyId, code }, 'An expression was stopped');
  }
}

const toError = (stop: Slice['stops'][number]) => ({ error: stop.failure });

function unavailable(): AppError {
  return new AppError({
    code: 'expressions_unavailable',
    status: 503,
    message: 'Calculated values cannot be worked out right now: try again in a few minutes.',
    retry: true,
    report: true,
  });
}
