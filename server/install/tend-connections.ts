import { withCompanyLock } from './company-lock.ts';
import type { ConnectionKey } from './connection.ts';
import { erase } from './erase.ts';
import { erasesAt } from './erases-at.ts';
import { tellHandover } from './hand-over.ts';
import type { InstallDeps } from './install-deps.ts';
import { settleConnection } from './settle-connection.ts';

/** A handover that is not told after this long was stopped in the middle. */
const tellingMs = 60_000;
const atOnce = 1000;

type Deps = InstallDeps & {
  /** Companies with work that waits for a connection. */
  dangerousCompaniesWaitingAcrossCompanies(): Promise<number[]>;
};

/**
 * Makes good whatever a process that was stopped, or a busy Pipedrive, left undone: standbys take over, handovers are told,
 * work that waits for a connection which works goes on, and connections nobody mended in time are erased.
 */
export async function tendConnections(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const broken = await deps.connections.dangerousBrokenAcrossCompanies(atOnce);
  for (const connection of broken) {
    if (connection.brokenAt && erasesAt(connection.brokenAt) <= now)
      await withCare(deps, connection.companyId, () => eraseBroken(deps, connection));
  }
  const told = new Date(now.getTime() - tellingMs);
  const unsettled = await deps.installations.dangerousUnsettledAcrossCompanies(told, atOnce);
  for (const installation of unsettled) {
    const { handover } = installation;
    if (handover?.told === false)
      await withCare(deps, installation.companyId, () => tellHandover(deps, installation, handover));
  }
  const waiting = new Set(await deps.dangerousCompaniesWaitingAcrossCompanies());
  const ailing = [...broken, ...unsettled].map(({ companyId }) => companyId);
  for (const companyId of new Set([...ailing, ...waiting])) {
    await withCare(deps, companyId, async () => {
      const settled = await settleConnection(deps, companyId);
      if (settled === 'fine' && waiting.has(companyId)) await deps.onConnectionRestored(companyId);
    });
  }
}

/** One company's trouble is no reason to leave the others alone. */
async function withCare({ log }: Deps, companyId: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ err: error, companyId }, 'a connection could not be tended now');
  }
}

/** Erases a connection that is still as broken as it was when listed; everything of the company with its last one. */
async function eraseBroken(deps: Deps, { companyId, userId }: ConnectionKey): Promise<void> {
  await withCompanyLock(deps, { companyId, waitMs: 0 }, async (lock) => {
    const connections = await deps.connections.list(companyId);
    const broken = connections.find((each) => each.userId === userId);
    if (!broken?.brokenAt || erasesAt(broken.brokenAt) > deps.clock.now()) return;
    const { epoch } = broken;
    const scope = connections.length > 1 ? 'connection' : 'company';
    await erase(deps, lock, { companyId, userId, epoch, scope, reason: 'broken_too_long' });
  });
}
