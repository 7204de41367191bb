import { gateClosed, timeOfWriting } from '../enrichment/enrich-all-estimate.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { blockCost } from '../enrichment/reading/read-block.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import type { Run } from '../runs/run.ts';
import { keptMs } from './kept-value.ts';
import type { UndoOfRun } from './undo.contract.ts';
import type { UndoRouterDeps } from './undo-deps.ts';
import { keptAfter } from './undo-record.ts';

const refusal = (status: number, code: string, message: string) => new AppError({ code, status, message });

/**
 * What undoing a run would take.
 * @throws AppError `run_not_found` (404)
 */
export async function undoCost(deps: UndoRouterDeps, companyId: number, id: string): Promise<UndoOfRun> {
  const installation = await requireInstallation(deps, companyId);
  await runOf(deps, companyId, id);
  const { records, first } = await deps.undoValues.sumOfRun(installation, id, keptAfter(deps));
  const tokens = records * endpoints.updateOrganization.cost + blockCost(records);
  const budget = await deps.budgetStatus(companyId);
  const seconds = timeOfWriting({ tokens, records }, budget, deps.clock.now());
  const until = first && new Date(first.getTime() + keptMs).toISOString();
  return { records, tokens, seconds, until };
}

/**
 * Starts a run that undoes another.
 * @throws AppError `run_not_found` (404), `run_not_over`, `nothing_to_undo`, `not_connected`, `plan_required`,
 *   `run_active` (409)
 */
export async function startUndo(
  deps: UndoRouterDeps,
  { companyId, userId }: Session,
  id: string,
): Promise<Run> {
  const installation = await requireInstallation(deps, companyId);
  const gate = gateClosed(installation, 'enrich_all');
  if (gate) throw gate;
  if (installation.organizationUserId === null)
    throw refusal(
      409,
      'not_connected',
      'Nobody’s connection does automatic work. Let an admin take over in the settings.',
    );
  const run = await runOf(deps, companyId, id);
  if (!run.finishedAt)
    throw refusal(409, 'run_not_over', 'This run is still under way. Undo it once it is over.');
  const { records } = await deps.undoValues.sumOfRun(installation, id, keptAfter(deps));
  if (records === 0)
    throw refusal(409, 'nothing_to_undo', 'Nothing is kept of this run that could be undone.');
  const { epoch } = installation;
  return deps.startRun({ companyId, epoch, kind: 'undo', userId, planned: records, ofRunId: id });
}

async function runOf(deps: UndoRouterDeps, companyId: number, id: string): Promise<Run> {
  const run = await deps.getRun(companyId, id);
  if (run) return run;
  throw refusal(404, 'run_not_found', 'This run does not exist any more. Look at the list of runs.');
}
