import type { GetInstallation } from '../install/installation.ts';
import type { Caller } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import { HandedBack, RunPause } from '../runs/run-work.ts';

const minute = 60_000;

/** True for errors that concern all records of a company: bulk work waits, the record itself did not fail. */
export function concernsAll(error: unknown): boolean {
  return (
    error instanceof RunPause ||
    isAppError(error, 'budget_exhausted') ||
    isAppError(error, 'rate_limited') ||
    isAppError(error, 'not_connected') ||
    isAppError(error, 'unreadable_secret') ||
    isAppError(error, 'scope_missing') ||
    isAppError(error, 'company_closed')
  );
}

/** Turns an error that bulk work waits for into the pause; gives any other error back as it is. */
export function pauseFor(error: unknown, now: Date): unknown {
  if (error instanceof RunPause || !isAppError(error) || !concernsAll(error)) return error;
  if (error.code === 'budget_exhausted') {
    const resumesAt = Date.parse(String(error.details?.['resumesAt']));
    return new RunPause(
      'budget',
      new Date(Number.isNaN(resumesAt) ? now.getTime() + 10 * minute : resumesAt),
    );
  }
  if (error.code === 'rate_limited') return new RunPause('budget', new Date(now.getTime() + minute));
  return new RunPause('connection', null);
}

/**
 * Keeps a late refusal of a connection that was replaced meanwhile from stopping the work of the new one: the work
 * is handed back and goes on with the installation as it is now.
 */
export async function unlessReplaced(
  deps: { getInstallation: GetInstallation },
  caller: Pick<Caller, 'companyId' | 'userId'>,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof RunPause) || error.reason !== 'connection') return error;
  const installation = await deps.getInstallation(caller.companyId);
  const userId = installation?.organizationUserId ?? null;
  return userId === null || userId === caller.userId ? error : new HandedBack();
}
