import { Router } from 'express';
import { z } from 'zod';
import { endpoint, type VerifySession } from '../../platform/endpoint.ts';
import { jsonBody } from '../../platform/json-body.ts';
import { restoreVersion as restoreBody } from '../mapping.contract.ts';
import type { MappingDeps } from '../mapping-deps.ts';
import * as contract from './configuration.contract.ts';
import { checkConfiguration, exportConfiguration, importConfiguration } from './import-configuration.ts';
import { checkVersion, listVersions, restoreVersion } from './mapping-history.ts';

const versionPath = z.object({ edition: z.coerce.number().int().min(0) });

/** The longest file in any script, and what JSON adds to it. */
const largestBody = '2mb';

/** The routes of `configuration.contract.ts`, and those of saved versions. Reads bodies itself. */
export function createConfigurationRouter(deps: MappingDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();
  router.use('/api/configuration', jsonBody(largestBody));
  router.use('/api/mapping/versions', jsonBody('1kb'));
  router.get('/api/configuration', async (request, response) => {
    const text = await exportConfiguration(deps, await verifySession(request));
    response.attachment('store-leads-for-pipedrive.json').type('application/json').send(text);
  });
  router.post(
    '/api/configuration/check',
    endpoint(verifySession, { body: contract.importCheck }, ({ session, body }) =>
      checkConfiguration(deps, session, body.text),
    ),
  );
  router.post(
    '/api/configuration',
    endpoint(verifySession, { body: contract.importApply }, ({ session, body }) =>
      importConfiguration(deps, session, body),
    ),
  );
  router.get(
    '/api/mapping/versions',
    endpoint(verifySession, {}, ({ session }) => listVersions(deps, session)),
  );
  router.post(
    '/api/mapping/versions/:edition/check',
    endpoint(verifySession, { params: versionPath }, ({ session, params }) =>
      checkVersion(deps, session, params.edition),
    ),
  );
  router.post(
    '/api/mapping/versions/:edition/restore',
    endpoint(verifySession, { params: versionPath, body: restoreBody }, ({ session, params, body }) =>
      restoreVersion(deps, session, { edition: params.edition, seen: body.edition }),
    ),
  );
  return router;
}
