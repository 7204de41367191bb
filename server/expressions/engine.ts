import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { createFairQueue } from './fair-queue.ts';
import { createGuardedWorker, type Outcome, type WorkerLimits } from './guarded-worker.ts';
import { createPenalties } from './penalties.ts';
import { runSlice } from './run-slice.ts';
import { type PreparedBatch, prepareBatch, taskOf } from './slice.ts';
import type { Evaluated, EvaluationBatch, ExpressionEngine } from './types.ts';

type EngineDeps = {
  /** The built program of the worker thread, `dist/server/expression-worker.js`. */
  workerFile: string;
  log: Log;
  clock: Pick<Clock, 'now'>;
  /** What the worker thread may use; the usual bounds when left out. */
  limits?: WorkerLimits;
};

type Job = {
  batch: PreparedBatch;
  results: Evaluated[][];
  resolve(results: Evaluated[][]): void;
  reject(error: unknown): void;
};

const mostRecords = 200;
/** Keeps what a slice may give within the worker's memory. */
const mostEvaluations = 2_000;
/** Handing a slice over blocks the event loop for as long as copying it takes: beyond this, slices shrink. */
const slowCopyMs = 10;

/**
 * Runs expressions in one worker thread, slice by slice, the companies in turn. An expression that takes more than about
 * 150 ms for a record, or too much memory, fails for that record and the rest of its batch, and for ten minutes after;
 * everything else is still evaluated. The thread starts with the first batch.
 */
export function createExpressionEngine({ workerFile, log, clock, limits }: EngineDeps): ExpressionEngine {
  const worker = createGuardedWorker(workerFile, limits);
  const penalties = createPenalties(clock);
  const queue = createFairQueue<Job>();
  let sliceRecords = mostRecords;
  let pumping = false;
  let closed = false;

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    for (let job = queue.next(); job; job = queue.next()) await takeTurn(job);
    pumping = false;
  }

  async function takeTurn(job: Job): Promise<void> {
    const { batch, results } = job;
    const perRecord = Math.max(1, batch.expressions.length);
    const count = Math.min(sliceRecords, Math.max(1, Math.floor(mostEvaluations / perRecord)));
    const records = batch.records.slice(results.length, results.length + count);
    try {
      if (closed) throw closedError();
      results.push(...(await runSlice({ run, penalties, log }, batch, records)));
      if (results.length < batch.records.length) return;
      job.resolve(results);
    } catch (error) {
      job.reject(closed ? closedError() : error);
    }
    queue.done(batch.companyId, job);
  }

  /** Hands a slice to the worker, and learns from how long that took. */
  async function run(...slice: Parameters<typeof taskOf>): Promise<Outcome> {
    const outcome = await worker.run(taskOf(...slice));
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.copyMs > slowCopyMs) sliceRecords = Math.max(1, Math.floor(slice[1].length / 2));
    else if (outcome.copyMs < slowCopyMs / 4) sliceRecords = Math.min(mostRecords, sliceRecords * 2);
    return outcome;
  }

  return {
    evaluate: (batch: EvaluationBatch) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedError());
        queue.add(batch.companyId, { batch: prepareBatch(batch), results: [], resolve, reject });
        void pump();
      }),
    close: async () => {
      closed = true;
      await worker.close();
    },
  };
}

function closedError(): AppError {
  return new AppError({
    code: 'expressions_closed',
    status: 503,
    message: 'The server is being restarted: try again in a minute.',
    retry: true,
  });
}
