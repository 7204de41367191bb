import { json, Router } from 'express';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { errorMailView } from './error-mail.ts';
import { errorMailChange } from './notify.contract.ts';
import type { NotifyDeps } from './notify-deps.ts';
import { askForConfirmation, sendTest, switchOff } from './sign-up.ts';

/** The settings page's routes of the daily error mail; see notify.contract.ts. */
export function createNotifyRouter(deps: NotifyDeps & { verifySession: VerifySession }): Router {
  const { verifySession } = deps;
  const router = Router();

  router.get(
    '/api/error-mail',
    endpoint(verifySession, {}, ({ session }) => errorMailView(deps, session)),
  );
  router.put(
    '/api/error-mail',
    json({ limit: '16kb' }),
    endpoint(verifySession, { body: errorMailChange }, async ({ session, body }) => {
      await askForConfirmation(deps, session, body);
      return errorMailView(deps, session);
    }),
  );
  router.delete(
    '/api/error-mail',
    endpoint(verifySession, {}, async ({ session }) => {
      await switchOff(deps, session);
      return errorMailView(deps, session);
    }),
  );
  router.post(
    '/api/error-mail/test',
    endpoint(verifySession, {}, async ({ session }) => {
      await sendTest(deps, session);
      return errorMailView(deps, session);
    }),
  );
  return router;
}
