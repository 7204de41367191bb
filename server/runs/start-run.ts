import type { Jobs } from '../jobs/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { RunStore } from './run.store.ts';
import { noCounts, type Run } from './run.ts';
import type { RunKind } from './runs.contract.ts';

export type StartRunDeps = {
  runs: RunStore;
  jobs: Pick<Jobs, 'now'>;
  clock: Clock;
  randomId(): string;
  /** Epoch of the company's installation now; null when there is none. */
  currentEpoch(companyId: number): Promise<string | null>;
};

/** What is to be done: `userId` 0 where nobody asked for it. */
export type RunOrder = {
  companyId: number;
  epoch: string;
  kind: RunKind;
  userId: number;
  planned: number | null;
  release?: number;
  ofRunId?: string;
  only?: number[];
};

/**
 * Queues a run; whichever process is free takes it.
 * @param order.planned about how many records it will touch; null while unknown
 * @throws AppError `run_active` (409) when one of its kind is under way, `not_installed` (404) when the company is gone.
 */
export async function startRun(deps: StartRunDeps, order: RunOrder): Promise<Run> {
  const run: Run = {
    id: deps.randomId(),
    companyId: order.companyId,
    epoch: order.epoch,
    kind: order.kind,
    state: 'queued',
    pauseReason: null,
    resumesAt: null,
    phase: 'driving',
    driver: null,
    planned: order.planned,
    plannedIsEstimate: true,
    counters: noCounts(),
    tokensUsed: 0,
    reading: null,
    longestGapMs: null,
    cursor: null,
    highWater: 0,
    lookedTo: 0,
    failures: 0,
    settled: false,
    release: order.release ?? null,
    ofRunId: order.ofRunId ?? null,
    only: order.only ?? null,
    createdByUserId: order.userId,
    createdAt: deps.clock.now(),
    startedAt: null,
    pace: null,
    finishedAt: null,
    errorCode: null,
  };
  await deps.runs.insert(run);
  // An uninstall may have come between the caller's look at the installation and this insert.
  if ((await deps.currentEpoch(run.companyId)) !== run.epoch) {
    await deps.runs.erase(run.companyId, run.epoch);
    throw new AppError({
      code: 'not_installed',
      status: 404,
      message: 'The app is no longer installed here. Install it again.',
    });
  }
  await deps.jobs.now('run.start', { companyId: run.companyId, runId: run.id });
  return run;
}
