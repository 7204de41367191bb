import type { Router } from 'express';
import type { GetInstallation } from '../install/installation.ts';
import { getPreferences } from '../install/preferences.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { randomId } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { VerifySession } from '../platform/endpoint.ts';
import { requireMayWork } from '../releases/hold-back.ts';
import type { RunWork } from '../runs/run-work.ts';
import {
  dangerousLookForSignalsAcrossCompanies,
  type LookDeps,
  lookForSignals,
} from '../signals/look-at-signals.ts';
import { defineSignalJobs, scheduleSignalJobs } from '../signals/signals.jobs.ts';
import { createSignalsRouter } from '../signals/signals.routes.ts';
import type { Scope, SignalsDeps } from '../signals/signals-deps.ts';
import { signalsRun } from '../signals/signals-run.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';

/** How long one process may be at one note, where nothing else is said. */
const leaseMs = 2 * 60_000;

/** Change signals as the rest of the app sees them. */
export type Signals = {
  router: Router;
  schedule(): Promise<void>;
  onPublished(): Promise<void>;
  onDecided(companyId: number): Promise<void>;
};

type Parts = {
  stores: Stores;
  access: Access;
  getInstallation: GetInstallation;
  lockMs: number | undefined;
};

function signalsDeps(base: SteppingBase, { stores, access, lockMs, ...parts }: Parts): SignalsDeps {
  const preferencesOf = async (scope: Scope) => (await getPreferences(stores, scope)).preferences;
  const shared = { ...base, ...parts, getPreferences: preferencesOf };
  return {
    ...shared,
    claims: stores.signalClaims,
    pipedrive: access.pipedrive,
    taken: stores.signalReleases,
    currentRelease: () => stores.catalog.currentRelease(),
    linkedPage: stores.releaseLinks.page,
    linksOf: stores.links.ofOrganizations,
    changesAfter: stores.catalog.changesAfter,
    runOf: stores.runs.get,
    addHistory: stores.history.add,
    requireMayWork: (scope) => requireMayWork(shared, scope),
    randomId,
    leaseMs: lockMs ?? leaseMs,
  };
}

/** What the run worker does for runs of change signals. */
export function composeSignalsRun(base: SteppingBase, parts: Parts): RunWork {
  return signalsRun(signalsDeps(base, parts));
}

/** Ties change signals to installations, releases and the job queue. */
export function composeSignals(
  base: SteppingBase,
  parts: Parts & { jobs: Jobs; verifySession: VerifySession; wake(): void },
): Signals {
  const { stores, jobs, getInstallation, verifySession, wake } = parts;
  const { installations } = stores.install;
  const deps: LookDeps = {
    ...signalsDeps(base, parts),
    runs: stores.runs,
    chunks: stores.chunks,
    jobs,
    wake,
    dangerousInstallationsAcrossCompanies: installations.dangerousPageAcrossCompanies,
    currentEpoch: async (companyId) => (await getInstallation(companyId))?.epoch ?? null,
  };
  defineSignalJobs(jobs, deps);
  return {
    router: createSignalsRouter({ ...deps, verifySession }),
    schedule: () => scheduleSignalJobs(jobs),
    onPublished: () => dangerousLookForSignalsAcrossCompanies(deps, new AbortController().signal),
    async onDecided(companyId) {
      const [row, release] = await Promise.all([installations.get(companyId), deps.currentRelease()]);
      if (row && release) await lookForSignals(deps, row, release);
    },
  };
}
