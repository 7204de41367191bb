import { Router } from 'express';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import type { ReleasesDeps } from './releases-deps.ts';

type Deps = Pick<ReleasesDeps, 'currentRelease'> & { verifySession: VerifySession };

/** Routes of releases; see releases.contract.ts for what they answer. */
export function createReleasesRouter(deps: Deps): Router {
  return Router().get(
    '/api/releases/current',
    endpoint(deps.verifySession, {}, async () => {
      const release = await deps.currentRelease();
      return {
        release: release && { number: release.number, publishedAt: release.publishedAt.toISOString() },
      };
    }),
  );
}
