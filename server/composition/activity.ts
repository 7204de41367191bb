import { Router } from 'express';
import { createActivityRouter } from '../enrichment/activity.routes.ts';
import type { GetInstallation } from '../install/installation.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import type { Base } from '../platform/deps.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import { createRunsRouter } from '../runs/runs.routes.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';
import type { Work } from './work.ts';

/** What people see and do about bulk work: runs, what they did to records, and what failed for good. */
export function composeActivity(
  base: Base,
  parts: {
    stores: Stores;
    access: Access;
    work: Work;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
  },
): Router {
  const { stores, work } = parts;
  const given = {
    ...base,
    ...parts,
    ...stores,
    startRun: work.startRun,
    viewRun: work.viewRun,
    getRun: stores.runs.get,
    failures: stores.history,
    pipedrive: parts.access.pipedrive,
    requireManager: (session: Session) => work.requireManager(session),
    getMapping: (companyId: number) => getMapping(stores, companyId, 'organization'),
    runKinds: stores.runs.kindsOf,
    wake: () => work.worker.wake(),
    timeLeft: work.timeLeft,
  };
  return Router().use(createRunsRouter(given), createActivityRouter(given));
}
