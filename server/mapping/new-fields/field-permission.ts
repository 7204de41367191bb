import type { Session } from '../../platform/endpoint.ts';
import { AppError } from '../../platform/errors.ts';
import type { MappingView } from '../mapping.contract.ts';
import type { MappingDeps } from '../mapping-deps.ts';

type Deps = Pick<MappingDeps, 'pipedrive' | 'connectedUserIds' | 'canChangeSettings' | 'requireManager'>;

/** Users asked about at most: each costs 10 tokens. */
const mostAsked = 10;

/**
 * Whether the caller may create fields: needs our right to change settings and Pipedrive's `can_add_custom_fields`.
 * If not, who of the connected users has the latter, as far as the caller may ask.
 */
export async function whoCanCreate(deps: Deps, session: Session): Promise<MappingView['canCreate']> {
  const refusal = (await deps.canChangeSettings(session))
    ? await pipedrivesRefusal(deps, session)
    : settingsNotAllowed();
  if (!refusal) return { allowed: true, code: null, message: null, usersWhoCan: [] };
  const { code, message } = refusal;
  const usersWhoCan = code === 'cannot_add_fields' ? await othersWhoCan(deps, session) : [];
  return { allowed: false, code, message, usersWhoCan };
}

/**
 * Lets only those through who may create fields.
 * @throws AppError `not_allowed` or `cannot_add_fields` (403).
 */
export async function requireCanCreate(deps: Deps, session: Session): Promise<void> {
  await deps.requireManager(session);
  const refusal = await pipedrivesRefusal(deps, session);
  if (refusal) throw refusal;
}

async function pipedrivesRefusal(deps: Deps, session: Session): Promise<AppError | null> {
  const { canAddCustomFields } = await deps.pipedrive.permissions(
    { ...session, lane: 'click' },
    session.userId,
  );
  return canAddCustomFields ? null : cannotAddFields();
}

async function othersWhoCan(deps: Deps, session: Session): Promise<number[]> {
  const users = await deps.connectedUserIds(session.companyId);
  const able: number[] = [];
  for (const userId of users.filter((id) => id !== session.userId).slice(0, mostAsked)) {
    try {
      const { canAddCustomFields } = await deps.pipedrive.permissions({ ...session, lane: 'click' }, userId);
      if (canAddCustomFields) able.push(userId);
    } catch (error) {
      // A user the caller cannot see, or no tokens left: the list stays shorter, the page still opens.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return able;
}

function settingsNotAllowed(): AppError {
  return new AppError({
    code: 'not_allowed',
    status: 403,
    message: 'Only the account’s owner or a Pipedrive admin can change settings. Ask one of them.',
  });
}

function cannotAddFields(): AppError {
  return new AppError({
    code: 'cannot_add_fields',
    status: 403,
    message:
      'Your Pipedrive user may not add custom fields. Ask somebody who may, or a Pipedrive admin to allow it in your permission set.',
  });
}
