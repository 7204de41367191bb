import type { Clock } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import type { LinkStore } from './link.store.ts';
import type { Link, LinkKey } from './link.ts';

type Deps = {
  links: Pick<LinkStore, 'get' | 'lock' | 'unlock'>;
  clock: Clock;
  randomId(): string;
  lockMs: number;
};

const lookEveryMs = 100;

/** Waits until nobody works on a record. Null when its link is gone or `signal` aborts first. */
export async function whenFree(
  deps: Pick<Deps, 'links' | 'clock'>,
  key: LinkKey,
  signal: AbortSignal,
): Promise<Link | null> {
  while (!signal.aborted) {
    const link = await deps.links.get(key.companyId, key.orgId);
    if (!link || link.epoch !== key.epoch) return null;
    if (!link.lock || link.lock.until <= deps.clock.now()) return link;
    await deps.clock.sleep(lookEveryMs, signal);
  }
  return null;
}

/**
 * Locks a record for a person who waits, for at most `patienceMs`.
 * @returns the link under the lock, and whether somebody else had it first
 * @throws AppError `record_busy` (409) when it stays taken.
 */
export async function lockLink(
  deps: Deps,
  key: LinkKey,
  patienceMs: number,
): Promise<{ link: Link; token: string; waited: boolean }> {
  const giveUpAt = deps.clock.now().getTime() + patienceMs;
  for (let waited = false; ; waited = true) {
    const token = deps.randomId();
    const now = deps.clock.now();
    const link = await deps.links.lock(key, { token, until: new Date(now.getTime() + deps.lockMs) }, now);
    if (link) return { link, token, waited };
    if (now.getTime() >= giveUpAt) throw recordBusy();
    await deps.clock.sleep(lookEveryMs);
  }
}

/** The refusal while somebody else works on a record, or has just changed it. */
export function recordBusy(): AppError {
  return new AppError({
    code: 'record_busy',
    status: 409,
    message: 'This organization is being updated right now. Try again in a moment.',
    retry: true,
  });
}
