import type { GetInstallation } from '../install/installation.ts';
import type { Preferences } from '../install/preferences.contract.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import type { Base } from '../platform/deps.ts';
import type { StartRunDeps } from '../runs/start-run.ts';
import type { supersedeRun } from '../runs/supersede-run.ts';
import type { GivenReleaseStore } from './given-release.store.ts';

/** One installation, as every row names it. */
export type Scope = { companyId: number; epoch: string };

/** What giving releases to installations needs. What belongs to other features comes in as functions. */
export type ReleasesDeps = Base &
  Parameters<typeof supersedeRun>[0] &
  Pick<StartRunDeps, 'jobs' | 'currentEpoch'> & {
    givenReleases: GivenReleaseStore;
    currentRelease(): Promise<{ number: number; publishedAt: Date } | null>;
    getInstallation: GetInstallation;
    /** Installations of all companies, some at a time, by company. */
    dangerousInstallationsAcrossCompanies(
      after: number,
      limit: number,
    ): Promise<(Scope & { installedAt: Date })[]>;
    getPreferences(scope: Scope): Promise<Preferences>;
    /** Whether enriching organizations is switched on, and whether any field would be filled. */
    mappingOf(companyId: number): Promise<{ enabled: boolean; fillsSomething: boolean }>;
    countLinks(scope: Scope): Promise<number>;
    /** Tells the worker of this process to look for work. */
    wake(): void;
    atBoundary: AtBoundary;
  };
