import { json, Router } from 'express';
import { endpoint, type Session, type VerifySession } from '../platform/endpoint.ts';
import { notConnected } from './connection-errors.ts';
import type { GetInstallation, Installation } from './installation.ts';
import { preferencesChange } from './preferences.contract.ts';
import type { PreferenceStore } from './preferences.store.ts';
import { getPreferences, savePreferences } from './preferences.ts';

type Deps = {
  preferences: PreferenceStore;
  getInstallation: GetInstallation;
  verifySession: VerifySession;
  /** Lets automatic work of the company follow what was chosen. */
  onSaved(companyId: number): Promise<void>;
  /** Throws AppError 403 when the caller may not change what the app does for the whole company. */
  requireManager(session: Session): Promise<void>;
};

/** Routes of what admins choose about automatic work; see preferences.contract.ts. */
export function createPreferencesRouter(deps: Deps): Router {
  const router = Router();
  const installationOf = async (companyId: number): Promise<Installation> => {
    const installation = await deps.getInstallation(companyId);
    if (!installation) throw notConnected('none', 401);
    return installation;
  };

  router.get(
    '/api/preferences',
    endpoint(deps.verifySession, {}, async ({ session }) =>
      getPreferences(deps, await installationOf(session.companyId)),
    ),
  );
  router.put(
    '/api/preferences',
    json({ limit: '32kb' }),
    endpoint(deps.verifySession, { body: preferencesChange }, async ({ session, body }) => {
      await deps.requireManager(session);
      const isInstalled = async ({ companyId, epoch }: Pick<Installation, 'companyId' | 'epoch'>) =>
        (await deps.getInstallation(companyId))?.epoch === epoch;
      const saved = await savePreferences(
        { ...deps, isInstalled },
        await installationOf(session.companyId),
        body,
      );
      await deps.onSaved(session.companyId);
      return saved;
    }),
  );
  return router;
}
