import type { CompanyLock } from './company-lock.ts';
import type { Handover } from './handover.ts';
import type { InstallDeps } from './install-deps.ts';
import type { EraseReceipt } from './receipt.store.ts';

export const sweepJob = 'erase.sweep';

/** A worker may be in the middle of a write when its installation goes: what it left is swept up later, twice. */
const sweepAfterMs = [60_000, 3_600_000];

export type EraseDeps = Pick<
  InstallDeps,
  'installations' | 'connections' | 'receipts' | 'erasers' | 'jobs' | 'clock' | 'log'
>;

/**
 * Erases one user's grant, or everything of a company, and leaves a receipt. Needs the company's lock.
 * The receipt is begun before the first row goes: an erase that is cut off is found by it and finished (by the
 * next install, or by a timer).
 */
export async function erase(
  deps: EraseDeps,
  lock: CompanyLock,
  what: Pick<EraseReceipt, 'companyId' | 'userId' | 'epoch' | 'scope' | 'reason'>,
): Promise<void> {
  await carryOut(deps, lock, await deps.receipts.begin({ ...what, startedAt: deps.clock.now() }));
}

/** Finishes what cut-off erases of a company left. Needs the company's lock. */
export async function finishErases(deps: EraseDeps, lock: CompanyLock, companyId: number): Promise<void> {
  for (const receipt of await deps.receipts.list(companyId)) {
    if (receipt.at === null) await carryOut(deps, lock, receipt);
  }
}

async function carryOut(deps: EraseDeps, lock: CompanyLock, receipt: EraseReceipt): Promise<void> {
  const { companyId, userId, scope } = receipt;
  if (scope === 'company') await eraseCompany(deps, lock, receipt);
  else await eraseConnection(deps, receipt);
  await deps.receipts.finish(receipt, deps.clock.now());
  deps.log.info({ companyId, userId, scope }, 'erased');
}

/** The installation goes first, so that every writer sees its epoch gone; then all other rows. */
async function eraseCompany(deps: EraseDeps, lock: CompanyLock, receipt: EraseReceipt): Promise<void> {
  const { installations, connections, receipts, jobs, clock } = deps;
  const { companyId, epoch } = receipt;
  await lock.extend();
  await jobs.cancelFor(companyId);
  for (const ms of sweepAfterMs) {
    await jobs.at(new Date(clock.now().getTime() + ms), sweepJob, { companyId, epoch });
  }
  await receipts.count(receipt, { installations: await installations.remove({ companyId, epoch }) });
  await receipts.count(receipt, { connections: await connections.removeAll(companyId) });
  await eraseFeatures(deps, lock, receipt);
}

/** Runs every feature's eraser and counts on the receipt. Needs the company's lock, and no installation. */
export async function eraseFeatures(
  { erasers, receipts }: Pick<EraseDeps, 'erasers' | 'receipts'>,
  lock: CompanyLock,
  receipt: EraseReceipt,
): Promise<void> {
  for (const eraser of erasers) {
    await lock.extend();
    await receipts.count(receipt, { [eraser.name]: await eraser.erase(receipt.companyId) });
  }
}

/** The grant goes first: whoever names its user in between looks for it afterwards. */
async function eraseConnection(deps: EraseDeps, receipt: EraseReceipt): Promise<void> {
  const { companyId, userId, epoch } = receipt;
  await deps.receipts.count(receipt, { connections: await deps.connections.remove({ companyId, userId }) });
  const left: Handover = { fromUserId: userId, toUserId: null, reason: 'left', at: deps.clock.now() };
  await deps.installations.setOrganizationUser({ companyId, epoch }, userId, left);
}
