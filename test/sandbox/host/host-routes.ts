import { Router } from 'express';
import type { HostDeps } from '../host-deps.ts';
import { browserAssets } from './browser-assets.ts';
import { callRoutes } from './call-routes.ts';
import { formRoutes } from './form-routes.ts';
import type { HostTiming } from './host-view.ts';
import { pageRoutes } from './page-routes.ts';

const usualTiming: HostTiming = { initialiseTimeoutMs: 10_000, refreshMs: 3_000 };

/**
 * The part of the pretend Pipedrive that a person sees: lists, detail pages, app settings, with the app's frames.
 * @param timing how long the host waits; the documented times where not given
 */
export function hostRoutes(deps: HostDeps, timing: HostTiming = usualTiming): Router {
  const router = Router();
  router.use(browserAssets(), callRoutes(deps), formRoutes(deps), pageRoutes(deps, timing));
  return router;
}
