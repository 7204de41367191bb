import type { Handover } from './handover.ts';
import type { InstallDeps } from './install-deps.ts';
import type { InstallationRow } from './installation.store.ts';

type Deps = Pick<
  InstallDeps,
  'installations' | 'clock' | 'log' | 'atBoundary' | 'onOrganizationUserChanged' | 'onConnectionRestored'
>;

/**
 * Puts automatic work into another user's hands and tells the other parts. Of any number of processes that try at the
 * same moment one does; what it is stopped in the middle of telling is told later (see tend-connections.ts).
 * @param from whose hands it must be in (null: nobody's); undefined: whoever's
 * @returns false when it was in other hands already
 */
export async function handOver(
  deps: Deps,
  { companyId, epoch }: Pick<InstallationRow, 'companyId' | 'epoch'>,
  { from, ...handover }: Omit<Handover, 'at'> & { from: number | null | undefined },
): Promise<boolean> {
  const done: Handover = { ...handover, at: deps.clock.now() };
  if (!(await deps.installations.setOrganizationUser({ companyId, epoch }, from, done))) return false;
  const { fromUserId, toUserId, reason } = done;
  deps.log.info({ companyId, fromUserId, toUserId, reason }, 'organization connection handed over');
  deps.atBoundary('connection.handed-over');
  await tellHandover(deps, { companyId, epoch }, done);
  return true;
}

/** Lets the other parts follow a handover; safe to repeat. */
export async function tellHandover(
  deps: Deps,
  { companyId, epoch }: Pick<InstallationRow, 'companyId' | 'epoch'>,
  handover: Handover,
): Promise<void> {
  await deps.onOrganizationUserChanged(companyId);
  await deps.onConnectionRestored(companyId);
  deps.atBoundary('connection.told');
  await deps.installations.setTold({ companyId, epoch }, handover);
}
