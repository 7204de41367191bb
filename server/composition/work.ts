import { planAllows } from '../accounts/gates.ts';
import { createEnrichment, type Enrichment } from '../enrichment/enrichment.ts';
import type { EnrichmentDeps } from '../enrichment/enrichment-deps.ts';
import { planRetry } from '../enrichment/plan-retry.ts';
import type { PreviewDeps } from '../enrichment/preview/preview-deps.ts';
import { createAnswering } from '../inbox/create-answering.ts';
import { repairStream } from '../inbox/repair-stream.ts';
import { streamHealthy } from '../inbox/stream-health.ts';
import type { InstallDeps } from '../install/install-deps.ts';
import type { GetInstallation } from '../install/installation.ts';
import { requireMayChangeSettings } from '../install/may-change-settings.ts';
import { getPreferences } from '../install/preferences.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import { markFieldBroken } from '../mapping/mark-broken.ts';
import { type KeyRing, randomId } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import { gatherReads } from '../platform/gather-reads.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Run } from '../runs/run.ts';
import { runViewOf, type TimeLeft } from '../runs/run-view.ts';
import type { RunWork } from '../runs/run-work.ts';
import { createRunWorker, type RunWorker, type RunWorkerOptions } from '../runs/run-worker.ts';
import type { RunView } from '../runs/runs.contract.ts';
import { type RunOrder, startRun } from '../runs/start-run.ts';
import type { Access } from './access.ts';
import { composeWeekly } from './releases.ts';
import { composeSignalsRun } from './signals.ts';
import type { Stores } from './stores.ts';
import { composeTimeLeft } from './time-left.ts';
import { composeKeepValues, composeUndoWork } from './undo-work.ts';

/** Enrichment and the worker that carries its runs forward. */
export type Work = {
  enrichment: Enrichment;
  worker: RunWorker;
  answering: ReturnType<typeof createAnswering>;
  requireManager(session: Session): Promise<void>;
  startRun(order: RunOrder): Promise<Run>;
  viewRun(run: Run): Promise<RunView>;
  timeLeft: TimeLeft;
};

/** Makes enrichment and its worker, and hands them what belongs to the other features. */
export function composeWork(
  base: SteppingBase,
  parts: {
    stores: Stores;
    /** Seal what is kept of the CRM. */
    keys: KeyRing;
    access: Access;
    jobs: Jobs;
    metrics: Metrics;
    install: InstallDeps;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
    findKeys: EnrichmentDeps['findKeys'];
    workerOptions: RunWorkerOptions;
    lockMs: number | undefined;
    calculate: EnrichmentDeps['calculate'];
    draftMapping: PreviewDeps['draftMapping'];
  },
): Work {
  const { stores, access, jobs, metrics, getInstallation } = parts;
  const { clock } = base;
  const requireManager = (session: Session) => requireMayChangeSettings(parts.install, session);
  const currentEpoch = async (companyId: number) => (await getInstallation(companyId))?.epoch ?? null;
  const starting = { ...stores, jobs, clock, randomId, currentEpoch };
  const timeLeft = composeTimeLeft({
    clock,
    preferences: stores.preferences,
    getInstallation,
    budgetStatus: access.budget.status,
  });
  const handed = {
    startRun: (order: RunOrder) => startRun(starting, order),
    viewRun: (run: Run) => runViewOf({ ...stores, timeLeft }, run, clock.now()),
  };
  const enrichment = createEnrichment({
    ...base,
    links: stores.links,
    replaced: composeKeepValues(parts),
    pipedrive: access.pipedrive,
    budgetStatus: access.budget.status,
    getInstallation,
    findKeys: parts.findKeys,
    findStores: stores.catalog.findStores,
    getMapping: gatherReads(
      (companyId: number) => getMapping(stores, companyId, 'organization'),
      (companyId) => companyId,
    ),
    mappingOf: (companyId, objectType) => getMapping(stores, companyId, objectType),
    draftMapping: parts.draftMapping,
    markFieldBroken: (at, refused) => markFieldBroken({ ...base, ...stores, getInstallation }, at, refused),
    calculate: parts.calculate,
    isStreamHealthy: (at) => streamHealthy({ ...stores, clock }, at),
    readToWrite: (seconds) => metrics.readToWriteSeconds.observe(seconds),
    history: {
      ...stores.history,
      async add(entries) {
        await stores.history.add(entries);
        for (const { outcome } of entries) metrics.records.inc({ outcome });
      },
    },
    randomId,
    ...(parts.lockMs === undefined ? {} : { lockMs: parts.lockMs }),
    verifySession: parts.verifySession,
    requireManager,
    ...handed,
  });
  const repair: RunWork = {
    drive: (run, driver) =>
      repairStream({ ...base, ...stores, ...enrichment, countLinks: stores.links.count }, run, driver),
  };
  const { work } = enrichment.work.enrich_all;
  const retrying = { ...stores, failures: stores.history, clock };
  const retry: RunWork = { drive: (run, driver) => planRetry(retrying, run, driver), ...(work && { work }) };
  const weekly = composeWeekly(base, { ...parts, ofPlanned: enrichment.ofPlanned });
  const signals = composeSignalsRun(base, parts);
  const works = {
    ...enrichment.work,
    repair,
    retry,
    weekly,
    signals,
    undo: composeUndoWork(enrichment.deps, parts),
  };
  const worker = createRunWorker(
    { ...base, runs: stores.runs, chunks: stores.chunks, work: works, randomId },
    parts.workerOptions,
  );
  const answering = createAnswering({
    ...enrichment.deps,
    async isAutomatic(installation) {
      const { preferences } = await getPreferences(stores, installation);
      return preferences.automatic && planAllows(installation.plan, 'automatic_enrichment');
    },
  });
  return { enrichment, worker, answering, requireManager, timeLeft, ...handed };
}
