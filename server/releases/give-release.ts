import { createHash } from 'node:crypto';
import { planAllows } from '../accounts/gates.ts';
import type { Installation } from '../install/installation.ts';
import { isAppError } from '../platform/errors.ts';
import { startRun } from '../runs/start-run.ts';
import { supersedeRun } from '../runs/supersede-run.ts';
import { whyHeldBack } from './hold-back.ts';
import type { ReleasesDeps, Scope } from './releases-deps.ts';

type Release = { number: number; publishedAt: Date };

/**
 * Starts the run of a release for one installation, if it is due to it and was not started yet. Safe to repeat, and to
 * do in several processes at once: the id of the run says which release it is for whom.
 *
 * An installation begins with the release that is current when it is made, where nothing but its set-up is missing: what
 * that release says, people bring with "Enrich all" once they have chosen fields and seen what it takes. Whoever is
 * switched on, upgraded or connected later gets the release that is current then.
 */
export async function giveRelease(
  deps: ReleasesDeps,
  at: Scope & { installedAt: Date },
  release: Release,
): Promise<void> {
  const installation = await deps.getInstallation(at.companyId);
  if (installation?.epoch !== at.epoch) return;
  const given = (await deps.givenReleases.get(at)) ?? (await firstLook(deps, at, installation, release));
  if (given >= release.number) return;

  const mapping = await deps.mappingOf(at.companyId);
  if (installation.websiteField === null || !mapping.fillsSomething) return note(deps, at, release);
  const held = whyHeldBack(installation, await deps.getPreferences(at), deps.clock.now());
  if (!mapping.enabled || (held && held.reason !== 'quiet_hours')) return;
  if (await startWeekly(deps, at, release)) await note(deps, at, release);
}

/** With which release an installation begins; noted, so that it is decided once. */
async function firstLook(
  deps: ReleasesDeps,
  at: Scope & { installedAt: Date },
  { plan, organizationUserId }: Installation,
  release: Release,
): Promise<number> {
  const { automatic } = await deps.getPreferences(at);
  const isOn = automatic && planAllows(plan, 'automatic_enrichment') && organizationUserId !== null;
  const begins = isOn && release.publishedAt <= at.installedAt ? release.number : 0;
  await deps.givenReleases.begin(at, begins, deps.clock.now());
  await unlessGone(deps, at);
  return begins;
}

/** Starts the run in the place of the last one; false when it cannot start now. */
async function startWeekly(deps: ReleasesDeps, at: Scope, release: Release): Promise<boolean> {
  const id = weeklyRunId(at, release.number);
  if (await deps.runs.get(at.companyId, id)) return true;
  const last = await deps.runs.active(at.companyId, 'weekly');
  // What a person paused stays paused until that person lets it go on; then the newest release takes its place.
  if (last?.pauseReason === 'person') return false;
  if (last && (last.release ?? 0) < release.number) await supersedeRun(deps, last);
  deps.atBoundary('weekly.superseded');
  try {
    const order = { kind: 'weekly', userId: 0, release: release.number } as const;
    const planned = await deps.countLinks(at);
    await startRun({ ...deps, randomId: () => id }, { ...at, ...order, planned });
  } catch (error) {
    if (isAppError(error, 'run_active')) return false;
    if (!isAppError(error, 'run_exists')) throw error;
  }
  deps.atBoundary('weekly.started');
  deps.wake();
  return true;
}

async function note(deps: ReleasesDeps, at: Scope, { number }: Release): Promise<void> {
  await deps.givenReleases.give(at, number, deps.clock.now());
  await unlessGone(deps, at);
}

/** An uninstall may have come between the look at the installation and the row. */
async function unlessGone(deps: ReleasesDeps, { companyId, epoch }: Scope): Promise<void> {
  if ((await deps.currentEpoch(companyId)) !== epoch) await deps.givenReleases.erase(companyId, epoch);
}

/** The id of the one run there is of a release in an installation. */
function weeklyRunId({ companyId, epoch }: Scope, release: number): string {
  const name = `${companyId}:${epoch}:${release}`;
  return `weekly_${createHash('sha256').update(name).digest('base64url').slice(0, 22)}`;
}
