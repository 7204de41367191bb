import { Router } from 'express';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { endpoint, type Session, type VerifySession } from '../platform/endpoint.ts';
import { cancelRun, runNotFound } from './cancel-run.ts';
import type { ChunkStore } from './chunk.store.ts';
import type { HistoryStore } from './history.store.ts';
import { pauseRun, resumeRun } from './pause-run.ts';
import type { RunStore } from './run.store.ts';
import { notesOfRun } from './run-notes.ts';
import { recordsOfRun } from './run-records.ts';
import { runViewOf, type TimeLeft } from './run-view.ts';
import { runRecordsQuery } from './runs.contract.ts';

export type RunsRouterDeps = {
  verifySession: VerifySession;
  /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
  requireManager(session: Session): Promise<void>;
  runs: RunStore;
  chunks: ChunkStore;
  history: Pick<HistoryStore, 'notedInRun' | 'ofRun'>;
  clock: Clock;
  timeLeft: TimeLeft;
  /** Tells the worker of this process that there is work. */
  wake(): void;
};

const listLength = 20;
const params = z.object({ id: z.string().min(1).max(64) });

/** Routes of runs; see runs.contract.ts for what they answer. */
export function createRunsRouter(deps: RunsRouterDeps): Router {
  const router = Router();
  router.get(
    '/api/runs',
    endpoint(deps.verifySession, {}, async ({ session }) => {
      const runs = await deps.runs.list(session.companyId, listLength);
      return { runs: await Promise.all(runs.map((run) => runViewOf(deps, run, deps.clock.now()))) };
    }),
  );
  router.get(
    '/api/runs/:id',
    endpoint(deps.verifySession, { params }, async ({ session, params: { id } }) => {
      const run = await deps.runs.get(session.companyId, id);
      if (!run) throw runNotFound();
      return { run: await runViewOf(deps, run, deps.clock.now()) };
    }),
  );
  router.get(
    '/api/runs/:id/notes',
    endpoint(deps.verifySession, { params }, ({ session, params: { id } }) =>
      notesOfRun(deps, session.companyId, id),
    ),
  );
  router.get(
    '/api/runs/:id/records',
    endpoint(deps.verifySession, { params, query: runRecordsQuery }, ({ session, params: { id }, query }) =>
      recordsOfRun(deps, session.companyId, id, query),
    ),
  );
  const actions = { cancel: cancelRun, pause: pauseRun, resume: resumeRun };
  for (const [name, act] of Object.entries(actions)) {
    router.post(
      `/api/runs/:id/${name}`,
      endpoint(deps.verifySession, { params }, async ({ session, params: { id } }) => {
        await deps.requireManager(session);
        const run = await act(deps, session.companyId, id);
        return { run: await runViewOf(deps, run, deps.clock.now()) };
      }),
    );
  }
  return router;
}
