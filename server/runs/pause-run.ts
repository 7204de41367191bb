import { AppError } from '../platform/errors.ts';
import { runNotFound } from './cancel-run.ts';
import type { RunStore } from './run.store.ts';
import type { Run } from './run.ts';

type Deps = { runs: RunStore };

/**
 * Lets a run wait until a person lets it go on, also one that waits for something else already. Records under way are
 * finished and counted. Pausing twice changes nothing.
 * @returns the run as it is now
 * @throws AppError `run_not_found` (404), `run_over` (409)
 */
export async function pauseRun({ runs }: Deps, companyId: number, runId: string): Promise<Run> {
  const run = await runs.get(companyId, runId);
  if (!run) throw runNotFound();
  await runs.pauseByPerson(run);
  const now = (await runs.get(companyId, runId)) ?? run;
  if (now.state !== 'paused') throw runOver();
  return now;
}

/**
 * Lets a run go on that a person paused; should it have to wait for something else by now, it says so itself as soon as
 * it has looked. One that is going stays as it is.
 * @returns the run as it is now
 * @throws AppError `run_not_found` (404), `run_over` (409), `run_waits` (409) for a run that waits for something else
 */
export async function resumeRun(
  { runs, wake }: Deps & { /** Tells the worker of this process. */ wake(): void },
  companyId: number,
  runId: string,
): Promise<Run> {
  const run = await runs.get(companyId, runId);
  if (!run) throw runNotFound();
  await runs.resumeByPerson(run);
  wake();
  const now = (await runs.get(companyId, runId)) ?? run;
  if (now.state === 'paused')
    throw new AppError({
      code: 'run_waits',
      status: 409,
      message: 'No person paused this run: it goes on by itself as soon as what it waits for is there.',
    });
  if (now.state !== 'queued' && now.state !== 'running') throw runOver();
  return now;
}

function runOver(): AppError {
  return new AppError({
    code: 'run_over',
    status: 409,
    message: 'This run is over already. Start a new one.',
  });
}
