import { json, Router } from 'express';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { notConnected } from './connection-errors.ts';
import { connectionPeople } from './connection-people.ts';
import { standbyChange, websiteFieldChoice } from './install.contract.ts';
import { promoteConnection } from './promote-connection.ts';
import { setWebsiteField } from './set-website-field.ts';
import { type SettingsDeps, settingsView } from './settings-view.ts';
import { chooseStandby } from './standby-choice.ts';
import { websiteFieldChoices } from './website-field-choices.ts';

type Deps = SettingsDeps & { verifySession: VerifySession };

/** The settings page's routes (see install.contract.ts). */
export function createSettingsRouter(deps: Deps): Router {
  const { verifySession } = deps;
  const router = Router();
  const body = json({ limit: '16kb' });

  router.get(
    '/api/settings',
    endpoint(verifySession, {}, ({ session }) => settingsView(deps, session)),
  );

  router.get(
    '/api/settings/website-fields',
    endpoint(verifySession, {}, async ({ session, signal }) => {
      const installation = await deps.getInstallation(session.companyId);
      if (!installation) throw notConnected('none', 401);
      return websiteFieldChoices(deps, { ...session, lane: 'click', signal }, installation);
    }),
  );

  router.put(
    '/api/settings/website-field',
    body,
    endpoint(verifySession, { body: websiteFieldChoice }, async ({ session, body: { code } }) => {
      await setWebsiteField(deps, session, code);
      return settingsView(deps, session);
    }),
  );

  router.get(
    '/api/connections/people',
    endpoint(verifySession, {}, ({ session, signal }) =>
      connectionPeople(deps, { ...session, lane: 'click', signal }),
    ),
  );

  router.put(
    '/api/connections/standby',
    body,
    endpoint(verifySession, { body: standbyChange }, async ({ session, body: choice }) => {
      await chooseStandby(deps, session, choice);
      return settingsView(deps, session);
    }),
  );

  router.post(
    '/api/connections/promote',
    endpoint(verifySession, {}, async ({ session }) => {
      await promoteConnection(deps, session);
      return settingsView(deps, session);
    }),
  );

  return router;
}
