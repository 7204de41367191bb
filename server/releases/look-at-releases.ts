import type { Run } from '../runs/run.ts';
import { giveRelease } from './give-release.ts';
import { heldBackNow } from './hold-back.ts';
import type { ReleasesDeps, Scope } from './releases-deps.ts';

const pageSize = 500;

/**
 * Looks at all installations: gives the current release to those that were not given it, and lets automatic runs wait or
 * go on. One that makes trouble does not keep the others waiting.
 */
export async function dangerousLookAcrossCompanies(deps: ReleasesDeps, signal: AbortSignal): Promise<void> {
  for (const kind of automaticKinds)
    for (const run of await deps.runs.dangerousActiveAcrossCompanies(kind)) {
      if (signal.aborted) return;
      await logged(deps, run, () => superviseRun(deps, run));
    }
  const release = await deps.currentRelease();
  if (!release) return;
  for (let after = 0; ; ) {
    const page = await deps.dangerousInstallationsAcrossCompanies(after, pageSize);
    const given = await deps.givenReleases.of(page);
    for (const at of page) {
      if (signal.aborted) return;
      if ((given.get(deps.givenReleases.keyOf(at)) ?? -1) >= release.number) continue;
      await logged(deps, at, () => giveRelease(deps, at, release));
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.companyId ?? after;
  }
}

/** Looks at one company right after something was decided about its automatic work. */
export async function lookAtCompany(deps: ReleasesDeps, at: Scope & { installedAt: Date }): Promise<void> {
  await logged(deps, at, async () => {
    for (const kind of automaticKinds) {
      const run = await deps.runs.active(at.companyId, kind);
      if (run) await superviseRun(deps, run);
    }
    const release = await deps.currentRelease();
    if (release) await giveRelease(deps, at, release);
  });
}

/** Runs that nobody starts. */
const automaticKinds = ['weekly', 'signals'] as const;

/** Lets a run wait while automatic work is held back, and go on once it is not. */
async function superviseRun(deps: ReleasesDeps, run: Run): Promise<void> {
  const held = await heldBackNow(deps, run);
  const { runs } = deps;
  if (held?.reason === 'quiet_hours') {
    // Taking changes into claims writes nothing, and cannot wait for long.
    const isPlanning = run.kind === 'signals' && run.phase === 'driving';
    if (run.state === 'running' && !isPlanning) await runs.pause(run, held.reason, held.resumesAt);
  } else if (held) {
    if (held.reason !== run.pauseReason) await runs.pauseAll(run.companyId, held.reason, [run.kind]);
  } else if (run.pauseReason !== null && liftedReasons.has(run.pauseReason)) {
    if (await runs.resume(run, run.pauseReason)) deps.wake();
  }
}

/** What a run waits for that is known to be over when nothing holds automatic work back. */
const liftedReasons = new Set(['automatic_off', 'quiet_hours', 'plan', 'connection']);

async function logged(deps: ReleasesDeps, at: Scope, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    deps.log.error(
      { companyId: at.companyId, error: name },
      'a release could not be given to an installation',
    );
  }
}
