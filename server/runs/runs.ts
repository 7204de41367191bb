import type { Router } from 'express';
import type { Jobs } from '../jobs/jobs.ts';
import type { Base } from '../platform/deps.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { HistoryStore } from './history.store.ts';
import { pauseForConnection, resumeAfterConnection, resumeAfterPlan, stopForPlan } from './pause-runs.ts';
import type { RunStore } from './run.store.ts';
import type { Run } from './run.ts';
import { defineRunJobs, scheduleRunJobs } from './run-jobs.ts';
import { runViewOf } from './run-view.ts';
import type { RunWork } from './run-work.ts';
import { createRunWorker, type RunWorkerOptions } from './run-worker.ts';
import type { RunKind } from './runs.contract.ts';
import { createRunsRouter } from './runs.routes.ts';
import { startRun } from './start-run.ts';

export type RunsDeps = Base & {
  runs: RunStore;
  chunks: ChunkStore;
  history: HistoryStore;
  jobs: Jobs;
  verifySession: VerifySession;
  /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
  requireManager(session: Session): Promise<void>;
  /** Epoch of the company's installation now; null when there is none. */
  currentEpoch(companyId: number): Promise<string | null>;
  randomId(): string;
  worker?: RunWorkerOptions;
};

/** Runs as `compose` hands them to the other parts. */
export type Runs = ReturnType<typeof createRuns>;

/**
 * Puts the feature together. What a kind of run does comes later, with `createWorker`: the features
 * that do the work need runs themselves.
 */
export function createRuns(given: RunsDeps) {
  const { runs, chunks, history } = given;
  let wakeWorker = () => {};
  const pausing = { runs, wake: () => wakeWorker() };

  return {
    router: createRunsRouter(given) as Router,
    startRun: (order: Parameters<typeof startRun>[1]) => startRun(given, order),
    viewRun: (run: Run) => runViewOf(given, run, given.clock.now()),
    pauseForConnection: (companyId: number) => pauseForConnection(pausing, companyId),
    resumeAfterConnection: (companyId: number) => resumeAfterConnection(pausing, companyId),
    stopForPlan: (companyId: number) => stopForPlan(pausing, companyId),
    resumeAfterPlan: (companyId: number) => resumeAfterPlan(pausing, companyId),
    /** The worker of this process; its jobs are declared with it, so call it before the queue starts. */
    createWorker(work: Record<RunKind, RunWork>) {
      const worker = createRunWorker({ ...given, work }, given.worker);
      wakeWorker = worker.wake;
      defineRunJobs({ jobs: given.jobs, worker });
      return worker;
    },
    /** Schedules the look at runs nobody moves; call after the queue has started. */
    schedule: () => scheduleRunJobs(given),
    erasers: [
      { name: 'runs', erase: (companyId: number) => runs.erase(companyId) },
      { name: 'run_chunks', erase: (companyId: number) => chunks.erase(companyId) },
      { name: 'run_history', erase: (companyId: number) => history.erase(companyId) },
    ],
  };
}
