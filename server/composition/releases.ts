import type { Router } from 'express';
import type { Enrichment } from '../enrichment/enrichment.ts';
import { writesAnything } from '../enrichment/enrichment-context.ts';
import { isDead } from '../enrichment/failing.ts';
import type { GetInstallation } from '../install/installation.ts';
import { getPreferences } from '../install/preferences.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { VerifySession } from '../platform/endpoint.ts';
import { dangerousLookAcrossCompanies, lookAtCompany } from '../releases/look-at-releases.ts';
import { defineReleaseJobs, scheduleReleaseJobs } from '../releases/release.jobs.ts';
import { createReleasesRouter } from '../releases/releases.routes.ts';
import type { ReleasesDeps, Scope } from '../releases/releases-deps.ts';
import { type WeeklyDeps, weeklyRun } from '../releases/weekly-run.ts';
import type { RunWork } from '../runs/run-work.ts';
import type { Stores } from './stores.ts';

/** Releases as the rest of the app sees them. */
export type Releases = {
  router: Router;
  /** Schedules the looks at releases; call after the queue has started. */
  schedule(): Promise<void>;
  /** Gives a release that was published in this process to everybody, at once. */
  onPublished(): Promise<void>;
  /** Looks at one company, after something was decided about its automatic work. */
  onDecided(companyId: number): Promise<void>;
};

const preferencesOf = (stores: Stores) => async (scope: Scope) =>
  (await getPreferences(stores, scope)).preferences;

/** What the run worker does for weekly runs. */
export function composeWeekly(
  { clock, atBoundary }: SteppingBase,
  parts: {
    stores: Stores;
    getInstallation: GetInstallation;
    ofPlanned: Enrichment['ofPlanned'];
  },
): RunWork {
  const { stores, ofPlanned, getInstallation } = parts;
  const { releaseLinks } = stores;
  const candidates: WeeklyDeps['candidates'] = async (scope, after, limit, now) =>
    (await releaseLinks.page(scope, after, limit)).map(({ failingSince, ...link }) => ({
      ...link,
      failing: failingSince && (isDead({ failingSince }, now) ? 'dead' : 'retried'),
    }));
  return weeklyRun({
    clock,
    getInstallation,
    getPreferences: preferencesOf(stores),
    candidates,
    noteWaiting: releaseLinks.noteWaiting,
    releaseFacts: stores.catalog.releaseFacts,
    ...ofPlanned,
    atBoundary,
  });
}

/** Ties releases to installations, runs and the job queue. */
export function composeReleases(
  base: SteppingBase,
  parts: {
    stores: Stores;
    jobs: Jobs;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
    wake(): void;
  },
): Releases {
  const { stores, jobs, getInstallation } = parts;
  const { installations } = stores.install;
  const deps: ReleasesDeps = {
    ...base,
    ...parts,
    runs: stores.runs,
    chunks: stores.chunks,
    givenReleases: stores.givenReleases,
    currentRelease: () => stores.catalog.currentRelease(),
    dangerousInstallationsAcrossCompanies: installations.dangerousPageAcrossCompanies,
    getPreferences: preferencesOf(stores),
    async mappingOf(companyId) {
      const mapping = await getMapping(stores, companyId, 'organization');
      return { enabled: mapping.enabled, fillsSomething: writesAnything(mapping) };
    },
    countLinks: stores.links.countEnrichable,
    currentEpoch: async (companyId) => (await getInstallation(companyId))?.epoch ?? null,
  };
  defineReleaseJobs(jobs, deps);
  return {
    router: createReleasesRouter({ ...deps, verifySession: parts.verifySession }),
    schedule: () => scheduleReleaseJobs(jobs),
    onPublished: () => dangerousLookAcrossCompanies(deps, new AbortController().signal),
    async onDecided(companyId) {
      const row = await installations.get(companyId);
      if (row) await lookAtCompany(deps, row);
    },
  };
}
