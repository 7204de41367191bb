import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import type { Run } from '../runs/run.ts';
import { blockedBecause } from './enrich-all-estimate.ts';
import type { EnrichmentRouterDeps } from './enrichment-deps.ts';
import { type RetryDeps, stillFails } from './plan-retry.ts';
import { factsOf } from './start-work.ts';

export type StartRetryDeps = RetryDeps &
  Pick<EnrichmentRouterDeps, 'getInstallation' | 'getMapping' | 'links' | 'startRun'> & {
    getRun(companyId: number, id: string): Promise<Run | null>;
  };

/**
 * Starts a run over records that failed: all of one run, or all dead letters, or only those named.
 * @throws AppError `run_not_found` (404), `run_not_over`, `nothing_failed`, `run_active` (409), or what keeps
 *   "Enrich all" from starting
 */
export async function startRetry(
  deps: StartRetryDeps,
  { companyId, userId }: Session,
  wish: { ofRunId: string | null; only: number[] | null },
): Promise<Run> {
  if (wish.ofRunId !== null) {
    const run = await deps.getRun(companyId, wish.ofRunId);
    if (!run)
      throw refusal(404, 'run_not_found', 'This run does not exist any more. Look at the list of runs.');
    if (!run.finishedAt)
      throw refusal(409, 'run_not_over', 'This run is still under way. Retry what failed once it is over.');
  }
  const facts = await factsOf(deps, companyId);
  const blocked = blockedBecause(facts);
  if (blocked) throw blocked;
  const { epoch } = facts.installation;
  if (!(await stillFails(deps, { companyId, epoch, ...wish })))
    throw refusal(409, 'nothing_failed', 'None of these records fails any more: there is nothing to retry.');
  const { only, ofRunId } = wish;
  return deps.startRun({
    ...{ companyId, epoch, kind: 'retry', userId, planned: only?.length ?? null },
    ...(only && { only }),
    ...(ofRunId !== null && { ofRunId }),
  });
}

function refusal(status: number, code: string, message: string): AppError {
  return new AppError({ code, status, message });
}
