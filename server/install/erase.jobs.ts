import { z } from 'zod';
import type { Jobs } from '../jobs/jobs.ts';
import { type CompanyLock, withCompanyLock } from './company-lock.ts';
import { type EraseDeps, eraseFeatures, finishErases, sweepJob } from './erase.ts';
import type { InstallDeps } from './install-deps.ts';
import type { EraseReceipt } from './receipt.store.ts';

type Deps = EraseDeps & Pick<InstallDeps, 'locks'>;

const unfinishedJob = 'erase.unfinished';
const waitMs = 60_000;
const sweepPayload = z.object({ companyId: z.number().int(), epoch: z.string() });

/** Declares the jobs that make an erase complete: the late sweep, and the finishing of erases that were cut off. */
export function defineEraseJobs(jobs: Jobs, deps: Deps): void {
  jobs.define({
    name: sweepJob,
    payload: sweepPayload,
    // Erasers take minutes in a large company; a second run of the same sweep does no harm.
    lockMs: 30 * 60_000,
    concurrency: 1,
    handle: (payload) => sweepCompany(deps, payload),
  });
  jobs.define({
    name: unfinishedJob,
    payload: z.object({}),
    lockMs: 30 * 60_000,
    concurrency: 1,
    handle: () => finishAllErases(deps),
  });
}

/** Looks for cut-off erases every ten minutes: the deadline of a promise, so not left to the next install. */
export async function scheduleEraseJobs(jobs: Pick<Jobs, 'every'>): Promise<void> {
  await jobs.every('10 minutes', unfinishedJob);
}

/** Removes what writers of a dead epoch left after its erase. */
export async function sweepCompany(deps: Deps, of: z.infer<typeof sweepPayload>): Promise<void> {
  const { companyId, epoch } = of;
  await withCompanyLock(deps, { companyId, waitMs }, async (lock) => {
    await finishErases(deps, lock, companyId);
    const receipt = (await deps.receipts.list(companyId)).find(
      (each) => each.epoch === epoch && each.scope === 'company',
    );
    if (!receipt) return;
    if (await deps.installations.get(companyId)) await sweepDeadRows(deps, lock, receipt);
    else await eraseFeatures(deps, lock, receipt);
  });
}

async function sweepDeadRows(
  { erasers, receipts }: Pick<Deps, 'erasers' | 'receipts'>,
  lock: CompanyLock,
  receipt: EraseReceipt,
): Promise<void> {
  for (const { name, sweep } of erasers) {
    if (!sweep) continue;
    await lock.extend();
    await receipts.count(receipt, { [name]: await sweep(receipt.companyId, receipt.epoch) });
  }
}

/** Finishes cut-off erases of every company; one that is busy waits for the next time. */
export async function finishAllErases(deps: Deps): Promise<void> {
  const receipts = await deps.receipts.dangerousUnfinishedAcrossCompanies();
  for (const companyId of new Set(receipts.map((receipt) => receipt.companyId))) {
    try {
      await withCompanyLock(deps, { companyId, waitMs: 0 }, (lock) => finishErases(deps, lock, companyId));
    } catch (error) {
      deps.log.warn({ err: error, companyId }, 'an erase could not be finished now');
    }
  }
}
