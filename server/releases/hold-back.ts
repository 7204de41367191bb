import { planAllows } from '../accounts/gates.ts';
import type { Installation } from '../install/installation.ts';
import type { Preferences } from '../install/preferences.contract.ts';
import { quietUntil } from '../install/quiet-hours.ts';
import { RunPause } from '../runs/run-work.ts';
import type { PauseReason } from '../runs/runs.contract.ts';
import type { ReleasesDeps, Scope } from './releases-deps.ts';

/** Why automatic work waits, and until when where that is known. */
export type HoldBack = { reason: PauseReason; resumesAt: Date | null };

type Deps = Pick<ReleasesDeps, 'getInstallation' | 'getPreferences' | 'clock'>;

/** Why no automatic work is done for an installation now; null when it may be done. Pure. */
export function whyHeldBack(
  { plan, organizationUserId }: Pick<Installation, 'plan' | 'organizationUserId'>,
  { automatic, quietHours }: Pick<Preferences, 'automatic' | 'quietHours'>,
  now: Date,
): HoldBack | null {
  if (!planAllows(plan, 'automatic_enrichment')) return { reason: 'plan', resumesAt: null };
  if (!automatic) return { reason: 'automatic_off', resumesAt: null };
  if (organizationUserId === null) return { reason: 'connection', resumesAt: null };
  const quiet = quietUntil(quietHours, now);
  return quiet && { reason: 'quiet_hours', resumesAt: quiet };
}

/** The same, read now; null also for an installation that is gone: whoever works for it finds out by itself. */
export async function heldBackNow(deps: Deps, scope: Scope): Promise<HoldBack | null> {
  const installation = await deps.getInstallation(scope.companyId);
  if (installation?.epoch !== scope.epoch) return null;
  return whyHeldBack(installation, await deps.getPreferences(scope), deps.clock.now());
}

/** Lets automatic work begin only while nothing holds it back. @throws RunPause otherwise */
export async function requireMayWork(deps: Deps, scope: Scope): Promise<void> {
  const held = await heldBackNow(deps, scope);
  if (held) throw new RunPause(held.reason, held.resumesAt);
}
