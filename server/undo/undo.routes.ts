import { json, Router } from 'express';
import { z } from 'zod';
import { callerOf } from '../enrichment/panel.ts';
import { endpoint, type Session } from '../platform/endpoint.ts';
import { isAppError } from '../platform/errors.ts';
import { startUndo, undoCost } from './start-undo.ts';
import { undoWish } from './undo.contract.ts';
import type { UndoRouterDeps } from './undo-deps.ts';
import { undoInRecord, undoOfRecord } from './undo-of-record.ts';

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
      if (!(await mayUndo(deps, session))) return { attempts: [] };
      return undoOfRecord(deps, session.companyId, id);
    }),
  );
  router.post(
    '/api/organizations/:id/undo',
    json({ limit: '4kb' }),
    endpoint(verifySession, { params, body: undoWish }, async ({ session, params: { id }, body, signal }) => {
      await deps.requireManager(session);
      return undoInRecord(deps, callerOf(session, signal), id, body);
    }),
  );
  return router;
}

async function mayUndo(deps: UndoRouterDeps, session: Session): Promise<boolean> {
  try {
    await deps.requireManager(session);
    return true;
  } catch (error) {
    if (isAppError(error) && error.status === 403) return false;
    throw error;
  }
}
