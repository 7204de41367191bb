import type { RunStore } from './run.store.ts';
import { runKind } from './runs.contract.ts';

type Deps = { runs: RunStore /** Tells the worker of this process. */; wake(): void };

/** Lets all work of a company wait until somebody's connection does it again. Returns how many runs wait. */
export async function pauseForConnection(deps: Deps, companyId: number): Promise<number> {
  return deps.runs.pauseAll(companyId, 'connection', runKind.options);
}

/** Lets work go on that waited for a connection. Returns how many runs go on. */
export async function resumeAfterConnection(deps: Deps, companyId: number): Promise<number> {
  const resumed = await deps.runs.resumeAll(companyId, 'connection');
  deps.wake();
  return resumed;
}

/** Stops work that the company's plan no longer includes. It goes on when the plan includes it again. */
export async function stopForPlan(deps: Deps, companyId: number): Promise<number> {
  return deps.runs.pauseAll(companyId, 'plan', [
    'enrich_all',
    'preview',
    'weekly',
    'retry',
    'signals',
    'undo',
  ]);
}

/** Lets work go on that waited for a plan which includes it. Returns how many runs go on. */
export async function resumeAfterPlan(deps: Deps, companyId: number): Promise<number> {
  const resumed = await deps.runs.resumeAll(companyId, 'plan');
  deps.wake();
  return resumed;
}
