import { Worker } from 'node:worker_threads';
import type { FailureCode } from './expression-error.ts';
import { progressSlots, type WorkerAnswer, type WorkerTask } from './worker-task.ts';

/** How a slice ended. */
export type Outcome =
  | { kind: 'answer'; answer: WorkerAnswer }
  /** The worker was ended over this expression at this record. */
  | { kind: 'stopped'; code: FailureCode; expression: number; record: number }
  /** The worker could not be started or ended by itself: no expression is to blame. */
  | { kind: 'broken'; reason: unknown };

export type GuardedWorker = {
  /** Starts the worker when there is none. One slice at a time. */
  run(task: WorkerTask): Promise<Outcome>;
  close(): Promise<void>;
};

const tickMs = 25;
/** An evaluation seen at the same place by so many ticks in a row has taken 150 ms. */
const stuckTicks = 6;
/** Ten seconds in which the worker has not even begun. */
const deafTicks = 400;

/**
 * A worker thread with little memory that is watched from outside. Counting ticks rather than time keeps a busy machine,
 * on which this side runs late as well, from condemning harmless expressions.
 */
export function createGuardedWorker(workerFile: string): GuardedWorker {
  const progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(progressSlots).length));
  let worker: Worker | null = null;
  let settle: ((outcome: Outcome) => void) | null = null;

  const read = (slot: keyof typeof progressSlots) => Atomics.load(progress, progressSlots[slot]);

  function start(): Worker {
    progress.fill(0);
    const fresh = new Worker(workerFile, {
      workerData: progress.buffer,
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 },
      env: {},
      execArgv: [],
      name: 'expressions',
    });
    fresh.on('message', (answer: WorkerAnswer) => settle?.({ kind: 'answer', answer }));
    fresh.on('error', (error) => {
      const { code } = error as { code?: unknown };
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') blame('too_much_memory');
      else settle?.({ kind: 'broken', reason: error });
    });
    fresh.on('exit', (code) => {
      if (worker === fresh) worker = null;
      settle?.({ kind: 'broken', reason: new Error(`The expression worker ended with code ${code}.`) });
    });
    return fresh;
  }

  function blame(code: FailureCode): void {
    const expression = read('expression');
    if (expression < 0)
      settle?.({ kind: 'broken', reason: new Error('The expression worker did not begin.') });
    else settle?.({ kind: 'stopped', code, expression, record: read('record') });
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  function watch(): NodeJS.Timeout {
    let seen = -1;
    let ticks = 0;
    return setInterval(() => {
      const running = read('running') === 1;
      const steps = running ? read('steps') : -1;
      ticks = steps === seen ? ticks + 1 : 0;
      seen = steps;
      if (ticks >= (running ? stuckTicks : deafTicks)) blame('too_slow');
    }, tickMs);
  }

  return {
    run: async (task) => {
      const outcome = await new Promise<Outcome>((resolve, reject) => {
        worker ??= start();
        worker.ref();
        const timer = watch();
        settle = (settled) => {
          settle = null;
          clearInterval(timer);
          resolve(settled);
        };
        try {
          worker.postMessage(task);
        } catch (error) {
          clearInterval(timer);
          reject(error);
        }
      });
      if (outcome.kind === 'answer') worker?.unref();
      else await end();
      return outcome;
    },
    close: async () => {
      settle?.({ kind: 'broken', reason: new Error('The expression engine was closed.') });
      await end();
    },
  };
}
