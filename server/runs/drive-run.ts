import { AppError } from '../platform/errors.ts';
import { withHeartbeat } from './heartbeat.ts';
import { countsTotal, hasFailures, type Run } from './run.ts';
import { afterFailure, type TurnDeps } from './run-turn.ts';
import type { Driver } from './run-work.ts';

/**
 * Takes the driver's seat of a run, if it is free, and drives until the work is done, handed to chunks or
 * cannot go on. Returns false when there was nothing to do here.
 */
export async function driveRun(deps: TurnDeps, listed: Run, stopping: AbortSignal): Promise<boolean> {
  const { runs, chunks, clock, leaseMs } = deps;
  const work = deps.work[listed.kind];
  if (!work) return false;
  const token = deps.randomId();
  const lease = () => ({ token, until: new Date(clock.now().getTime() + leaseMs) });
  if (!(await runs.takeDriver(listed, lease(), clock.now()))) return false;

  // Read under the lease: another process may have got further since the run was listed.
  const run = await runs.get(listed.companyId, listed.id);
  if (!run || !(await runs.begin(run, countsTotal(run.counters), clock.now()))) return false;
  const renew = () => runs.renewDriver(run, lease());
  let ended = stopping;
  try {
    await withHeartbeat({ clock, everyMs: beatMs(leaseMs), outer: stopping, renew }, async (signal) => {
      ended = signal;
      let counters = run.counters;
      const driver: Driver = {
        signal,
        async checkpoint(progress) {
          counters = progress.counters ?? counters;
          if (!(await runs.checkpoint(run, token, progress))) throw leaseLost();
        },
        addChunks: (plans) => chunks.add(run, plans, clock.now()),
        removeChunksAfter: (id) => chunks.removeAfter(run, id),
        async planned(shares) {
          const [{ planned }, first] = await Promise.all([
            chunks.sums(run, clock.now()),
            chunks.first(run, shares),
          ]);
          return { records: planned, first };
        },
        plannedTo: () => chunks.plannedTo(run),
      };
      const outcome = await work.drive(run, driver);
      if (outcome === 'chunks_ready') {
        // Planning has a pace of its own, which says nothing about how long the records will take.
        const pace = { since: clock.now(), done: countsTotal(counters) };
        await driver.checkpoint({ phase: 'chunks', plannedIsEstimate: false, pace });
      } else
        await runs.end(
          run,
          { state: hasFailures(counters) ? 'done_with_errors' : 'done' },
          true,
          clock.now(),
        );
    });
    return true;
  } catch (error) {
    await afterFailure(deps, run, error, ended);
    return false;
  } finally {
    await runs.releaseDriver(run, token);
  }
}

/** A sign of life at least every second, so that a cancelled run is noticed soon. */
export const beatMs = (leaseMs: number): number => Math.max(5, Math.min(1000, Math.floor(leaseMs / 3)));

function leaseLost(): AppError {
  return new AppError({
    code: 'lease_lost',
    status: 409,
    message: 'Another process has taken this work over.',
    retry: true,
  });
}
