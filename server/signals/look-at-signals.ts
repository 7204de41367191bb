import { createHash } from 'node:crypto';
import { planAllows } from '../accounts/gates.ts';
import { isAppError } from '../platform/errors.ts';
import { type StartRunDeps, startRun } from '../runs/start-run.ts';
import { supersedeRun } from '../runs/supersede-run.ts';
import type { Release, Scope, SignalsDeps } from './signals-deps.ts';

export type LookDeps = SignalsDeps &
  Parameters<typeof supersedeRun>[0] &
  Pick<StartRunDeps, 'jobs' | 'currentEpoch'> & {
    dangerousInstallationsAcrossCompanies(
      after: number,
      limit: number,
    ): Promise<(Scope & { installedAt: Date })[]>;
    wake(): void;
  };
type At = Scope & { installedAt: Date };

const pageSize = 500;

/** Starts the signals of the current release for all installations that are due to them. */
export async function dangerousLookForSignalsAcrossCompanies(
  deps: LookDeps,
  signal: AbortSignal,
): Promise<void> {
  const release = await deps.currentRelease();
  if (!release) return;
  for (let after = 0; ; ) {
    const page = await deps.dangerousInstallationsAcrossCompanies(after, pageSize);
    for (const at of page) {
      if (signal.aborted) return;
      await lookForSignals(deps, at, release);
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.companyId ?? after;
  }
}

/** The same for one installation. Safe to repeat, and to do in several processes at once. */
export async function lookForSignals(deps: LookDeps, at: At, release: Release): Promise<void> {
  try {
    await startFor(deps, at, release);
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    deps.log.error({ companyId: at.companyId, error: name }, 'change signals could not be started');
  }
}

/**
 * An installation begins with the release it finds, and so does whoever sets the first rule: signals are about what changes
 * from then on. While automatic work is off only the current release stays to be told.
 */
async function startFor(deps: LookDeps, at: At, release: Release): Promise<void> {
  const taken = await deps.taken.get(at);
  if (taken !== null && taken >= release.number) return;
  const installation = await deps.getInstallation(at.companyId);
  if (installation?.epoch !== at.epoch) return;
  const { automatic, signals } = await deps.getPreferences(at);
  const now = deps.clock.now();
  const before = release.number - 1;
  if (taken === null)
    await deps.taken.begin(at, release.publishedAt <= at.installedAt ? release.number : before, now);
  if (signals.length === 0) await deps.taken.give(at, release.number, now);
  else if (!automatic || !planAllows(installation.plan, 'automatic_enrichment'))
    await deps.taken.give(at, before, now);
  else if (((await deps.taken.get(at)) ?? 0) < release.number) await begin(deps, at, release);
  if ((await deps.currentEpoch(at.companyId)) !== at.epoch) await deps.taken.erase(at.companyId, at.epoch);
}

async function begin(deps: LookDeps, at: Scope, release: Release): Promise<void> {
  const { companyId, epoch } = at;
  const id = signalsRunId(at, release.number);
  const same = await deps.runs.get(companyId, id);
  // It ended before everything was taken: a person cancelled it, or it failed for good.
  if (same?.finishedAt) return deps.taken.give(at, release.number, deps.clock.now());
  if (same) return;
  const last = await deps.runs.active(companyId, 'signals');
  // What a person paused stays so; the newest release takes its place once it goes on.
  if (last?.pauseReason === 'person') return;
  if (last && (last.release ?? 0) < release.number) await supersedeRun(deps, last);
  try {
    const order = { kind: 'signals', userId: 0, release: release.number, planned: null } as const;
    await startRun({ ...deps, randomId: () => id }, { companyId, epoch, ...order });
  } catch (error) {
    if (!isAppError(error, 'run_active') && !isAppError(error, 'run_exists')) throw error;
  }
  deps.wake();
}

/** The id of the one run there is of a release's signals in an installation. */
function signalsRunId({ companyId, epoch }: Scope, release: number): string {
  const name = `signals:${companyId}:${epoch}:${release}`;
  return `signals_${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;
}
