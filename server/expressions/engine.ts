import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import { createFairQueue } from './fair-queue.ts';
import { createGuardedWorker, type Outcome, type WorkerLimits } from './guarded-worker.ts';
import { createPenalties } from './penalties.ts';
import { runTurn } from './run-turn.ts';
import { openSlice, type PreparedBatch, prepareBatch, type Slice } from './slice.ts';
import type { Evaluated, EvaluationBatch, EvaluationRecord, ExpressionEngine } from './types.ts';
import type { WorkerTask } from './worker-task.ts';

type EngineDeps = {
  /** The built program of the worker thread, `dist/server/expression-worker.js`. */
  workerFile: string;
  log: Log;
  clock: Pick<Clock, 'now'>;
  /** What the worker thread may use; the usual bounds when left out. */
  limits?: Partial<WorkerLimits>;
};

type Job = {
  batch: PreparedBatch;
  /** What is done, and what is worked on. */
  results: Evaluated[][];
  slice: Slice | null;
  resolve(results: Evaluated[][]): void;
  reject(error: unknown): void;
};

const mostRecords = 200;
/** Keeps what a slice may give within the worker's memory. */
const mostEvaluations = 2_000;
/** Handing a slice over blocks the event loop for as long as copying it takes: beyond this, slices shrink. */
const slowCopyMs = 10;

/**
 * Runs expressions in one worker thread, the companies in turn, a quarter of a second each at most. An expression that takes more than about
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
    try {
      if (closed) throw closedError();
      job.slice ??= openSlice(batch, nextRecords(job), penalties);
      if (!(await runTurn({ run, penalties, log }, job.slice))) return;
      results.push(...rowsOf(job.slice));
      job.slice = null;
      if (results.length < batch.records.length) return;
      job.resolve(results);
    } catch (error) {
      job.reject(closed ? closedError() : error);
    }
    queue.done(batch.companyId, job);
  }

  function nextRecords({ batch, results }: Job): EvaluationRecord[] {
    const perRecord = Math.max(1, batch.expressions.length);
    const count = Math.min(sliceRecords, Math.max(1, Math.floor(mostEvaluations / perRecord)));
    return batch.records.slice(results.length, results.length + count);
  }

  /** Hands a task to the worker, and learns from how long that took. */
  async function run(task: WorkerTask): Promise<Outcome> {
    const outcome = await worker.run(task);
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.copyMs > slowCopyMs) sliceRecords = Math.max(1, Math.floor(task.records.length / 2));
    else if (outcome.copyMs < slowCopyMs / 4) sliceRecords = Math.min(mostRecords, sliceRecords * 2);
    return outcome;
  }

  return {
    evaluate: (batch: EvaluationBatch) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedError());
        queue.add(batch.companyId, { batch: prepareBatch(batch), results: [], slice: null, resolve, reject });
        void pump();
      }),
    close: async () => {
      closed = true;
      await worker.close();
    },
  };
}

function rowsOf({ batch, records, results }: Slice): Evaluated[][] {
  const perRecord = batch.expressions.length;
  return records.map((_, index) => results.slice(index * perRecord, (index + 1) * perRecord));
}

function closedError(): AppError {
  return new AppError({
    code: 'expressions_closed',
    status: 503,
    message: 'The server is being restarted: try again in a minute.',
    retry: true,
  });
}
