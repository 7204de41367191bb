import { json, Router } from 'express';
import { z } from 'zod';
import { gateClosed } from '../enrichment/enrich-all-estimate.ts';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { callerOf } from '../enrichment/panel.ts';
import { endpoint } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { keptMs } from './kept-value.ts';
import { startUndo, undoCost } from './start-undo.ts';
import { type UndoneRecord, type UndoOfRecord, undoWish } from './undo.contract.ts';
import type { UndoRouterDeps } from './undo-deps.ts';
import { keptAfter, undoRecord } from './undo-record.ts';

const params = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const run = z.object({ id: z.string().min(1).max(64) });

/** Routes of undoing; see undo.contract.ts. */
export function createUndoRouter(deps: UndoRouterDeps): Router {
  const { verifySession } = deps;
  const router = Router();
  router.get(
    '/api/runs/:id/undo',
    endpoint(verifySession, { params: run }, async ({ session, params: { id } }) => {
      await deps.requireManager(session);
      return undoCost(deps, session.companyId, id);
    }),
  );
  router.post(
    '/api/runs/:id/undo',
    endpoint(verifySession, { params: run }, async ({ session, params: { id } }) => {
      await deps.requireManager(session);
      return { run: await deps.viewRun(await startUndo(deps, session, id)) };
    }),
  );
  router.get(
    '/api/organizations/:id/undo',
    endpoint(verifySession, { params }, async ({ session, params: { id } }) => {
      await deps.requireManager(session);
      return keptOf(deps, session.companyId, id);
    }),
  );
  router.post(
    '/api/organizations/:id/undo',
    json({ limit: '4kb' }),
    endpoint(verifySession, { params, body: undoWish }, async ({ session, params: { id }, body, signal }) => {
      await deps.requireManager(session);
      const installation = await requireInstallation(deps, session.companyId);
      const gate = gateClosed(installation, 'enrich_all');
      if (gate) throw gate;
      const key = { companyId: session.companyId, epoch: installation.epoch, orgId: id };
      const { runs } = await keptOf(deps, session.companyId, id);
      if (!runs.some(({ runId }) => runId === body.runId)) throw nothingToUndo();
      const { runId: ofRunId, source } = body;
      const caller = callerOf(session, signal);
      const work = { key, installation, caller, ofRunId, source, runId: null };
      const { outcome, code, back, left } = await undoRecord(deps, work);
      return {
        ...{ outcome, code },
        back: back.map((each) => each.source),
        left: left.map(({ source, reason }) => ({ source, reason })),
      } satisfies UndoneRecord;
    }),
  );
  return router;
}

async function keptOf(deps: UndoRouterDeps, companyId: number, orgId: number): Promise<UndoOfRecord> {
  const installation = await requireInstallation(deps, companyId);
  const rows = await deps.undoValues.ofRecords(installation, [orgId], keptAfter(deps));
  const runs = new Map<string, UndoOfRecord['runs'][number]>();
  for (const { runId, at, fields } of rows) {
    if (runId === null) continue;
    const until = new Date(at.getTime() + keptMs).toISOString();
    const kept = runs.get(runId) ?? { runId, until, sources: [] };
    const sources = [...new Set([...kept.sources, ...fields.map(({ source }) => source)])];
    runs.set(runId, { ...kept, sources });
  }
  return { runs: [...runs.values()] };
}

function nothingToUndo(): AppError {
  const message = 'Nothing is kept of this run that could be undone in this organization.';
  return new AppError({ code: 'nothing_to_undo', status: 409, message });
}
