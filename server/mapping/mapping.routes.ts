import { Router } from 'express';
import { z } from 'zod';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { setFieldEnabled, statePipedrivePlan } from './change-field.ts';
import { createFields } from './create-fields.ts';
import { fieldList } from './field-list.ts';
import * as contract from './mapping.contract.ts';
import type { MappingDeps } from './mapping-deps.ts';

const sourcePath = z.object({ source: z.string().max(64) });

/** The routes of `mapping.contract.ts`. */
export function createMappingRouter(deps: MappingDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();
  router.get(
    '/api/fields',
    endpoint(verifySession, {}, ({ session }) => fieldList(deps, session)),
  );
  router.post(
    '/api/fields',
    endpoint(verifySession, { body: contract.createFields }, ({ session, body }) =>
      createFields(deps, session, body),
    ),
  );
  router.put(
    '/api/fields/plan',
    endpoint(verifySession, { body: contract.statePlan }, ({ session, body }) =>
      statePipedrivePlan(deps, session, body.pipedrivePlan),
    ),
  );
  router.put(
    '/api/fields/:source',
    endpoint(
      verifySession,
      { params: sourcePath, body: contract.setFieldEnabled },
      ({ session, params, body }) =>
        setFieldEnabled(deps, session, { source: params.source, enabled: body.enabled }),
    ),
  );
  return router;
}
