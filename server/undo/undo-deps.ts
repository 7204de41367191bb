import type { EnrichmentDeps } from '../enrichment/enrichment-deps.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import type { Run } from '../runs/run.ts';
import type { RunView } from '../runs/runs.contract.ts';
import type { RunOrder } from '../runs/start-run.ts';
import type { UndoValueStore } from './undo-values.store.ts';

/** What undoing needs: it writes to records as enriching does. */
export type UndoDeps = Pick<
  EnrichmentDeps,
  | 'pipedrive'
  | 'clock'
  | 'links'
  | 'history'
  | 'getInstallation'
  | 'getMapping'
  | 'atBoundary'
  | 'randomId'
  | 'lockMs'
  | 'budgetStatus'
> & { undoValues: UndoValueStore; keys: KeyRing };

/** What the routes need besides. */
export type UndoRouterDeps = UndoDeps & {
  verifySession: VerifySession;
  requireManager(session: Session): Promise<void>;
  startRun(order: RunOrder): Promise<Run>;
  viewRun(run: Run): Promise<RunView>;
  getRun(companyId: number, id: string): Promise<Run | null>;
};
