import { Router } from 'express';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { jsonBody } from '../platform/json-body.ts';
import { draftMapping } from './draft-mapping.ts';
import * as contract from './mapping.contract.ts';
import type { MappingDeps } from './mapping-deps.ts';
import { mappingView } from './mapping-view.ts';
import { createFields } from './new-fields/create-fields.ts';
import { saveMapping } from './save-mapping.ts';
import { statePipedrivePlan } from './state-plan.ts';

/** All that calculated values may say, in any script, and every entry of both record types. */
const largestBody = '1mb';

/** The routes of `mapping.contract.ts` but those of saved versions. Reads bodies itself. */
export function createMappingRouter(deps: MappingDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();
  router.use('/api/mapping', jsonBody(largestBody));
  router.get(
    '/api/mapping',
    endpoint(verifySession, {}, ({ session }) => mappingView(deps, session)),
  );
  router.put(
    '/api/mapping',
    endpoint(verifySession, { body: contract.mappingChanges }, ({ session, body }) =>
      saveMapping(deps, session, body),
    ),
  );
  router.post(
    '/api/mapping/check',
    endpoint(verifySession, { body: contract.mappingChanges }, async ({ session, body }) => {
      const { problems } = await draftMapping(deps, session, body);
      return { problems };
    }),
  );
  router.post(
    '/api/mapping/fields',
    endpoint(verifySession, { body: contract.createFields }, ({ session, body }) =>
      createFields(deps, session, body),
    ),
  );
  router.put(
    '/api/mapping/plan',
    endpoint(verifySession, { body: contract.statePlan }, ({ session, body }) =>
      statePipedrivePlan(deps, session, body.pipedrivePlan),
    ),
  );
  return router;
}
