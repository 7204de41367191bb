import { Router } from 'express';
import { endpoint } from '../../platform/endpoint.ts';
import { enrichMany } from '../enrich-many.ts';
import { startEnrichAll } from '../start-work.ts';
import * as contract from './preview.contract.ts';
import { previewChanges } from './preview.ts';
import { costOfRun } from './preview-cost.ts';
import type { PreviewDeps } from './preview-deps.ts';

/** The routes of `preview.contract.ts`. */
export function createPreviewRouter(deps: PreviewDeps): Router {
  const { verifySession } = deps;
  const router = Router();
  router.post(
    '/api/preview',
    endpoint(verifySession, { body: contract.previewRequest }, ({ session, body, signal }) =>
      previewChanges(deps, session, body, signal),
    ),
  );
  router.post(
    '/api/preview/all',
    endpoint(verifySession, {}, async ({ session }) => {
      await deps.requireManager(session);
      return { run: await deps.viewRun(await startEnrichAll(deps, session, 'preview')) };
    }),
  );
  router.get(
    '/api/preview/cost',
    endpoint(verifySession, { query: contract.writeCostQuery }, ({ session, query }) =>
      costOfRun(deps, session, query),
    ),
  );
  router.post(
    '/api/organizations/enrich',
    endpoint(verifySession, { body: contract.enrichMany }, ({ session, body, signal }) =>
      enrichMany(deps, session, body.ids, signal),
    ),
  );
  return router;
}
