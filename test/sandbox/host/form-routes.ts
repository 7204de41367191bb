import express, { Router } from 'express';
import type { HostDeps } from '../host-deps.ts';

/** What the forms of the pages send: change of user, removal of the app. */
export function formRoutes(deps: HostDeps): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false });

  router.post('/host/user', form, (request, response) => {
    const { user, back } = request.body;
    deps.switchUser(request, response, Number(user));
    response.redirect(303, samePlace(back));
  });

  router.post('/host/uninstall', form, async (request, response) => {
    await deps.uninstall(deps.signedInUser(request, response).id);
    response.redirect(303, '/organizations');
  });

  return router;
}

/** Only paths of this host: `//elsewhere` would lead away. */
function samePlace(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}
