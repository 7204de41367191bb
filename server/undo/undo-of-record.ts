import { gateClosed } from '../enrichment/enrich-all-estimate.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { labelsOf } from '../enrichment/record-history.ts';
import type { Caller } from '../pipedrive/types.ts';
import { AppError } from '../platform/errors.ts';
import { keptMs } from './kept-value.ts';
import type { UndoneRecord, UndoOfRecord, UndoWish } from './undo.contract.ts';
import type { UndoRouterDeps } from './undo-deps.ts';
import { keptAfter, undoRecord } from './undo-record.ts';

type Attempt = UndoOfRecord['attempts'][number];

/** What is kept of an organization and could be undone, by run and by single attempt; newest first. */
export async function undoOfRecord(
  deps: UndoRouterDeps,
  companyId: number,
  orgId: number,
): Promise<UndoOfRecord> {
  const installation = await requireInstallation(deps, companyId);
  const rows = await deps.undoValues.ofRecords(installation, [orgId], keptAfter(deps));
  const label = labelsOf(await deps.getMapping(companyId));
  const attempts = new Map<string, Attempt>();
  for (const { id, runId, cause, at, fields } of rows) {
    const before = attempts.get(runId ?? id)?.fields ?? [];
    const more = fields
      .filter(({ source }) => !before.some((field) => field.source === source))
      .map(({ source }) => ({ source, label: label(source) }));
    attempts.set(runId ?? id, {
      ...{ runId, attemptId: runId === null ? id : null, cause },
      runKind: runId === null ? null : ((await deps.getRun(companyId, runId))?.kind ?? null),
      at: at.toISOString(),
      until: new Date(at.getTime() + keptMs).toISOString(),
      fields: [...before, ...more],
    });
  }
  return { attempts: [...attempts.values()].toReversed() };
}

/**
 * Undoes in one organization what a run or an attempt did to it, or to one field of it, with the caller's own grant.
 * @throws AppError `nothing_to_undo` (409), `plan_required` (403), and whatever keeps the record from being read
 */
export async function undoInRecord(
  deps: UndoRouterDeps,
  caller: Caller,
  orgId: number,
  { source, ...undone }: UndoWish,
): Promise<UndoneRecord> {
  const installation = await requireInstallation(deps, caller.companyId);
  const gate = gateClosed(installation, 'enrich_all');
  if (gate) throw gate;
  const { attempts } = await undoOfRecord(deps, caller.companyId, orgId);
  const isKept = attempts.some(({ runId, attemptId }) =>
    'runId' in undone ? runId === undone.runId : attemptId === undone.attemptId,
  );
  if (!isKept) throw nothingToUndo();
  const key = { companyId: caller.companyId, epoch: installation.epoch, orgId };
  const work = { key, installation, caller, undone, source, runId: null };
  const { outcome, code, back, left } = await undoRecord(deps, work);
  return {
    ...{ outcome, code },
    back: back.map((each) => each.source),
    left: left.map(({ source, reason }) => ({ source, reason })),
  };
}

function nothingToUndo(): AppError {
  const message = 'Nothing is kept of this that could be undone in this organization.';
  return new AppError({ code: 'nothing_to_undo', status: 409, message });
}
