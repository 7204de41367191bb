import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FailureCode } from './expression-error.ts';
import { progressSlots, type WorkerAnswer, type WorkerTask } from './worker-task.ts';

/** How a slice ended. */
export type Outcome =
  /** `copyMs`: how long handing the slice over held up this side. */
  | { kind: 'answer'; answer: WorkerAnswer; copyMs: number }
  /** The worker was ended over this expression at this record. */
  | { kind: 'stopped'; code: FailureCode; expression: number; record: number }
  /** The worker could not be started or ended by itself: no expression is to blame. */
  | { kind: 'broken'; reason: unknown };

export type GuardedWorker = {
  /** Starts the worker when there is none. One slice at a time. */
  run(task: WorkerTask): Promise<Outcome>;
  close(): Promise<void>;
};

/** What a worker may use. */
export type WorkerLimits = {
  /** Its heap, in megabytes. */
  memoryMb: number;
  /** Time for one evaluation. What takes longer is stopped one to three ticks of 20 ms later. */
  patienceMs: number;
  /** Time after which the worker hands back what it has, so that others are next. */
  turnMs: number;
};

/** What a worker is born with. */
export type WorkerData = { shared: SharedArrayBuffer; turnMs: number };

const usualLimits: WorkerLimits = { memoryMb: 64, patienceMs: 120, turnMs: 250 };
const tickMs = 20;
/** Time in which the worker has to begin. */
const deafMs = 10_000;
/** On a machine with too much to do, time passes without anything being calculated: so much of it has to be work. */
const busy = 0.75;
/** Time after which that excuse is no longer taken. */
const starvedMs = 2_000;

/**
 * A worker thread with little memory that is watched from outside. What counts is time in which the process has really
 * worked, so that a machine with too much to do does not condemn harmless expressions.
 */
export function createGuardedWorker(workerFile: string, given: Partial<WorkerLimits> = {}): GuardedWorker {
  const limits = { ...usualLimits, ...given };
  const progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(progressSlots).length));
  let worker: Worker | null = null;
  let settle: ((outcome: Outcome) => void) | null = null;
  let ending: Promise<unknown> = Promise.resolve();
  let copyMs = 0;
  let closed = false;

  const read = (slot: keyof typeof progressSlots) => Atomics.load(progress, progressSlots[slot]);
  const broken = (reason: unknown) => settle?.({ kind: 'broken', reason });

  function start(): Worker {
    progress.fill(0);
    const fresh = new Worker(resolve(workerFile), {
      workerData: { shared: progress.buffer, turnMs: limits.turnMs } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: 16 },
      env: {},
      execArgv: [],
      name: 'expressions',
    });
    fresh.on('message', (answer: WorkerAnswer) => {
      if (worker === fresh) settle?.({ kind: 'answer', answer, copyMs });
    });
    fresh.on('error', (error) => {
      if (worker !== fresh) return;
      const { code } = error as { code?: unknown };
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') blame('too_much_memory');
      else broken(error);
    });
    fresh.on('exit', (code) => {
      if (worker !== fresh) return;
      worker = null;
      broken(new Error(`The expression worker ended with code ${code}.`));
    });
    return fresh;
  }

  function blame(code: FailureCode): void {
    const expression = read('expression');
    if (expression < 0) broken(new Error('The expression worker did not begin.'));
    else settle?.({ kind: 'stopped', code, expression, record: read('record') });
  }

  /** Ends the worker, and starts another so that the next slice need not wait for that. */
  function replace(): void {
    const ended = worker;
    worker = null;
    ending = (ended?.terminate() ?? Promise.resolve()).then(startAhead).catch(() => undefined);
  }

  /** When the machine has no thread to give, whoever needs one next is told so. */
  function startAhead(): void {
    if (closed) return;
    worker ??= start();
    worker.unref();
  }

  function hand(task: WorkerTask): Promise<Outcome> {
    return new Promise((done, reject) => {
      if (closed) return done({ kind: 'broken', reason: new Error('The expression engine is closed.') });
      try {
        worker ??= start();
      } catch (reason) {
        return done({ kind: 'broken', reason });
      }
      worker.ref();
      const timer = watch();
      settle = (outcome) => {
        settle = null;
        clearInterval(timer);
        done(outcome);
      };
      const startedAt = performance.now();
      try {
        worker.postMessage(task);
      } catch (error) {
        settle = null;
        clearInterval(timer);
        reject(error);
      }
      copyMs = performance.now() - startedAt;
    });
  }

  function watch(): NodeJS.Timeout {
    let seen = -1;
    let ticks = 0;
    let before = process.cpuUsage();
    return setInterval(() => {
      const running = read('running') === 1;
      const steps = running ? read('steps') : -1;
      if (steps === seen) ticks++;
      else [seen, ticks, before] = [steps, 0, process.cpuUsage()];
      const waited = ticks * tickMs;
      if (!running) {
        if (waited >= deafMs) blame('too_slow');
      } else if (
        waited >= limits.patienceMs &&
        (cpuMs(before) >= limits.patienceMs * busy || waited >= starvedMs)
      ) {
        blame('too_slow');
      }
    }, tickMs);
  }

  return {
    run: async (task) => {
      await ending;
      const outcome = await hand(task);
      if (outcome.kind === 'answer') worker?.unref();
      else replace();
      return outcome;
    },
    close: async () => {
      closed = true;
      broken(new Error('The expression engine is closed.'));
      await ending;
      const last = worker;
      worker = null;
      await last?.terminate();
    },
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
