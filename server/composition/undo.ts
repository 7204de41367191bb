import type { Router } from 'express';
import { getPreferences } from '../install/preferences.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { VerifySession } from '../platform/endpoint.ts';
import { createUndoRouter } from '../undo/undo.routes.ts';
import type { Stores } from './stores.ts';
import type { Work } from './work.ts';

/** Undoing as the rest of the app sees it. */
export function composeUndo(parts: {
  stores: Stores;
  keys: KeyRing;
  work: Work;
  verifySession: VerifySession;
}): { router: Router; onSaved(companyId: number): Promise<void> } {
  const { stores, keys, work, verifySession } = parts;
  const { undoValues } = stores;
  const { deps } = work.enrichment;
  return {
    router: createUndoRouter({
      ...deps,
      ...{ undoValues, keys, verifySession },
      requireManager: work.requireManager,
      startRun: work.startRun,
      viewRun: work.viewRun,
      getRun: stores.runs.get,
    }),
    /** Erases what was kept where it was switched off. */
    async onSaved(companyId) {
      const installation = await deps.getInstallation(companyId);
      if (!installation) return;
      const { preferences } = await getPreferences(stores, installation);
      if (!preferences.undo) await undoValues.erase(companyId, installation.epoch);
    },
  };
}
