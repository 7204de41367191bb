import { isAppError } from '../platform/errors.ts';
import type { BrokenReason, UserConnection } from './connection.ts';
import type { InstallDeps } from './install-deps.ts';

type Deps = Pick<InstallDeps, 'connections' | 'pipedrive' | 'log'>;

/**
 * Pipedrive refuses a withdrawn grant and one of a deactivated user with the same words, so somebody else's grant is used
 * to look at the user. Keeps what is learned.
 * @param asUserId whose grant asks
 * @returns the reason when it is another one than was known, else null
 */
export async function learnWhyBroken(
  { connections, pipedrive, log }: Deps,
  broken: UserConnection,
  asUserId: number,
): Promise<BrokenReason | null> {
  const { companyId, userId, version, state, brokenReason } = broken;
  if (state !== 'broken' || brokenReason !== 'revoked') return null;
  try {
    const { isActive } = await pipedrive.user({ companyId, userId: asUserId, lane: 'click' }, userId);
    if (isActive) return null;
    const learned = await connections.setBrokenReason({ companyId, userId, version }, 'user_disabled');
    return learned ? 'user_disabled' : null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    log.info({ companyId, userId, code: error.code }, 'why a connection broke could not be learned');
    return null;
  }
}
