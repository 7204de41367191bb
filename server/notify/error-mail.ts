import { notConnected } from '../install/connection-errors.ts';
import type { Installation } from '../install/installation.ts';
import type { Session } from '../platform/endpoint.ts';
import { openMail } from './mail-subscription.ts';
import type { ErrorMailView } from './notify.contract.ts';
import type { NotifyDeps } from './notify-deps.ts';
import { mailOff, onlyOwner } from './notify-errors.ts';

/** Whether a daily mail tells of errors; the address itself is told to its owner alone. */
export async function errorMailView(deps: NotifyDeps, session: Session): Promise<ErrorMailView> {
  const { companyId, epoch } = await installationOf(deps, session);
  const [subscription, canChange] = await Promise.all([
    deps.mailSubscriptions.get({ companyId, epoch }),
    isOwner(deps, session),
  ]);
  const common = { available: deps.mailer !== null, canChange };
  if (!subscription)
    return { ...common, state: 'off', userId: null, address: null, lastSentAt: null, trouble: null };
  const { userId, state, lastSentAt, trouble } = subscription;
  return {
    ...common,
    state: state === 'confirmed' ? 'on' : 'unconfirmed',
    userId,
    address: canChange && userId === session.userId ? openMail(deps.keys, subscription).address : null,
    lastSentAt: lastSentAt?.toISOString() ?? null,
    trouble,
  };
}

/**
 * The installation of a caller who may change its error mail, and the mailer that sends it.
 * @throws AppError `not_allowed` (403) for anybody but the account's owner, `mail_off` (409) without a mail server,
 *   `not_connected` (401)
 */
export async function ownersMail(deps: NotifyDeps, session: Session) {
  const installation = await installationOf(deps, session);
  if (!(await isOwner(deps, session))) throw onlyOwner();
  if (!deps.mailer) throw mailOff();
  return { installation, mailer: deps.mailer };
}

async function installationOf(deps: NotifyDeps, { companyId }: Session): Promise<Installation> {
  const installation = await deps.getInstallation(companyId);
  if (!installation) throw notConnected('none', 401);
  return installation;
}

async function isOwner({ findAccount }: NotifyDeps, { companyId, userId }: Session): Promise<boolean> {
  return (await findAccount(companyId))?.ownerUserId === userId;
}
