import { requireInstallation } from '../enrichment/epoch-guard.ts';
import type { Preferences } from '../install/preferences.contract.ts';
import type { AtBoundary } from '../platform/boundaries.ts';
import { addCounts, noCounts, type Run } from '../runs/run.ts';
import type { Driver, RunWork } from '../runs/run-work.ts';
import { requireMayWork } from './hold-back.ts';
import { type Candidate, planRelease, type ReleasePlan, type StoreFacts } from './plan-release.ts';
import { releaseChunks } from './release-chunks.ts';
import type { ReleasesDeps, Scope } from './releases-deps.ts';

/** Records read at a time, and so many times of them planned in one go: the memory a plan takes, whatever the company. */
const pageSize = 5000;
const pagesAtOnce = 4;

/** What the work of a weekly run needs. */
export type WeeklyDeps = Pick<ReleasesDeps, 'getInstallation' | 'clock'> & {
  getPreferences(scope: Scope): Promise<Preferences>;
  /** Linked records of an installation, by id. */
  candidates(scope: Scope, after: number, limit: number, now: Date): Promise<Candidate[]>;
  /** Notes since which release records wait, where they did not wait before. */
  noteWaiting(scope: Scope, orgIds: readonly number[], release: number): Promise<void>;
  releaseFacts(storeIds: readonly string[]): Promise<Map<string, StoreFacts>>;
  /** Learns what careful rules ask of live records, once it is known which are due. */
  readAhead(run: Run, driver: Driver): Promise<void>;
  /** Brings the records of a chunk in step. */
  enrichChunk: NonNullable<RunWork['work']>;
  chunkSize: number;
  atBoundary: AtBoundary;
};

/** A run that brings a release to the records of a company: first which, in which order, then one chunk after another. */
export function weeklyRun(deps: WeeklyDeps): RunWork {
  return {
    async drive(run, driver) {
      await requireMayWork(deps, run);
      await planWeekly(deps, run, driver);
      await deps.readAhead(run, driver);
      return 'chunks_ready';
    },
    async work(run, chunk, hands) {
      await requireMayWork(deps, run);
      await deps.enrichChunk(run, chunk, hands);
    },
  };
}

/**
 * Walks the linked records, counts those that need nothing and makes chunks of those that are due. What a stopped
 * process had planned beyond the last checkpoint is taken back and planned anew, so that no record is in two chunks.
 */
async function planWeekly(deps: WeeklyDeps, run: Run, driver: Driver): Promise<void> {
  const release = run.release ?? 0;
  const { order } = await deps.getPreferences(run);
  const { platformScope } = await requireInstallation(deps, run.companyId, run.epoch);
  let { lookedTo, counters } = run;
  await driver.removeChunksAfter(lookedTo);
  for (let over = false; !over; ) {
    const due: ReleasePlan['due'] = [];
    const waiting: number[] = [];
    for (let page = 0; page < pagesAtOnce && !over; page++) {
      driver.signal.throwIfAborted();
      const candidates = await deps.candidates(run, lookedTo, pageSize, run.createdAt);
      const facts = await deps.releaseFacts(candidates.map(({ storeId }) => storeId));
      const plan = planRelease({ release, order, platformScope, now: run.createdAt }, candidates, facts);
      due.push(...plan.due);
      waiting.push(...plan.newlyWaiting);
      counters = addCounts(counters, countsOf(plan));
      lookedTo = candidates.at(-1)?.orgId ?? lookedTo;
      over = candidates.length < pageSize;
    }
    driver.signal.throwIfAborted();
    await deps.noteWaiting(run, waiting, release);
    deps.atBoundary('weekly.waiting-noted');
    await driver.addChunks(releaseChunks(due, deps.chunkSize));
    deps.atBoundary('weekly.chunks-added');
    await driver.checkpoint({ lookedTo, counters });
    deps.atBoundary('weekly.stretch-planned');
  }
}

/** What is settled by planning alone: records for which there is nothing to do. */
function countsOf({ unchanged, skipped }: ReleasePlan) {
  const reasons = Object.entries(skipped).filter(([, records]) => records > 0);
  return { ...noCounts(), unchanged, skipped: Object.fromEntries(reasons) };
}
