import type { Clock } from '../platform/clock.ts';
import { randomId } from '../platform/crypto.ts';
import { AppError } from '../platform/errors.ts';
import type { CompanyLockStore } from './company-lock.store.ts';

/** Longer than the few writes of an install take; a process killed among them delays the next one by as much. */
const leaseMs = 30_000;
/** Longer than one eraser takes in a large company. */
const longLeaseMs = 5 * 60_000;
const pollMs = 200;

export type CompanyLock = {
  /** Takes a long lease, from now. @throws AppError `lock_lost` when somebody else took over. */
  extend(): Promise<void>;
};

/**
 * Runs `work` while nobody else, in any process, installs, erases or sweeps the same company. That keeps an
 * erase from removing what an install in between has just written.
 * @throws AppError `company_busy` (503) when the lock was not free within `waitMs`.
 */
export async function withCompanyLock<T>(
  { locks, clock }: { locks: CompanyLockStore; clock: Clock },
  { companyId, waitMs }: { companyId: number; waitMs: number },
  work: (lock: CompanyLock) => Promise<T>,
): Promise<T> {
  const token = randomId();
  const until = (ms: number) => new Date(clock.now().getTime() + ms);
  const giveUp = clock.now().getTime() + waitMs;
  while (!(await locks.take(companyId, token, { now: clock.now(), until: until(leaseMs) }))) {
    if (clock.now().getTime() >= giveUp) throw busy();
    await clock.sleep(pollMs);
  }
  try {
    return await work({
      async extend() {
        if (!(await locks.extend(companyId, token, until(longLeaseMs)))) throw lost();
      },
    });
  } finally {
    await locks.release(companyId, token);
  }
}

function busy(): AppError {
  return new AppError({
    code: 'company_busy',
    status: 503,
    message: 'An earlier install of this company is still being removed. Try again in five minutes.',
    retry: true,
  });
}

function lost(): AppError {
  return new AppError({
    code: 'lock_lost',
    status: 503,
    message: 'This took too long and another process went on with it. Try again.',
    retry: true,
    report: true,
  });
}
