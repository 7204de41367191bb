import { fingerprint, randomId } from '../platform/crypto.ts';
import type { Session } from '../platform/endpoint.ts';
import { ownersMail } from './error-mail.ts';
import { frameOf } from './mail-frame.ts';
import { type MailSubscription, sealMail } from './mail-subscription.ts';
import { nextMorning } from './mail-time.ts';
import type { MailOutcome } from './mailer.ts';
import { confirmationMail, testMail } from './mails.ts';
import type { ErrorMailChange } from './notify.contract.ts';
import type { NotifyDeps } from './notify-deps.ts';
import { addressRefused, linkOver, mailNotSent, notConfirmed, tooManyMails } from './notify-errors.ts';

const dayMs = 86_400_000;
/** How long the link of the first mail works. */
const confirmMs = 2 * dayMs;
/** Mails a person can have sent in a day. */
const askedADay = 10;

/**
 * Asks by mail whether an address is right. Until its link is followed nothing else is sent there, and what was confirmed
 * before is over.
 * @throws AppError of `ownersMail`, `too_many_mails` (429), `mail_not_sent` (503), `address_refused` (400)
 */
export async function askForConfirmation(
  deps: NotifyDeps,
  session: Session,
  { address, timeZone }: ErrorMailChange,
): Promise<void> {
  const { installation, mailer } = await ownersMail(deps, session);
  const { companyId, epoch } = installation;
  const key = { companyId, epoch };
  const now = deps.clock.now();
  const before = await deps.mailSubscriptions.get(key);
  const token = randomId(32);
  const unsubscribe = randomId(32);
  await deps.mailSubscriptions.put({
    ...key,
    userId: session.userId,
    ...sealMail(deps.keys, key, { address, unsubscribe }),
    timeZone,
    state: 'unconfirmed',
    confirmKey: fingerprint(token),
    confirmUntil: new Date(now.getTime() + confirmMs),
    unsubscribeKey: fingerprint(unsubscribe),
    askedAt: askedOnceMore(before, now),
    nextAt: null,
    toldUntil: null,
    toldWaiting: null,
    lastSentAt: before?.lastSentAt ?? null,
    trouble: null,
  });
  // An erase in between may have gone through before the row was there.
  if ((await deps.getInstallation(companyId))?.epoch !== epoch)
    await deps.mailSubscriptions.erase(companyId, epoch);
  const confirmUrl = `${deps.appUrl}/mail/confirm?token=${token}`;
  refuseUnlessSent(await mailer.send(confirmationMail({ to: address, companyId, confirmUrl })));
}

/** Takes an address as confirmed by whoever holds the token of its first mail. @throws AppError `link_over` (404) */
export async function confirmAddress(deps: NotifyDeps, token: string): Promise<void> {
  const subscription = await toBeConfirmed(deps, token);
  const now = deps.clock.now();
  const nextAt = nextMorning(now, subscription.timeZone);
  if (!(await deps.mailSubscriptions.confirm(subscription, { nextAt, toldUntil: now }))) throw linkOver();
  deps.log.info({ companyId: subscription.companyId }, 'daily error mail switched on');
}

/** Whether a token of a first mail is still good. @throws AppError `link_over` (404) */
export async function toBeConfirmed(
  { mailSubscriptions, clock }: NotifyDeps,
  token: string,
): Promise<MailSubscription> {
  const found = await mailSubscriptions.dangerousByConfirmKeyAcrossCompanies(fingerprint(token));
  if (!found?.confirmUntil || found.confirmUntil <= clock.now()) throw linkOver();
  return found;
}

/** Ends a mail by the link in it. One that is over already is no error: mail programs repeat themselves. */
export async function unsubscribe({ mailSubscriptions, log }: NotifyDeps, token: string): Promise<void> {
  const found = await mailSubscriptions.dangerousByUnsubscribeKeyAcrossCompanies(fingerprint(token));
  if (!found) return;
  await mailSubscriptions.remove(found);
  log.info({ companyId: found.companyId }, 'daily error mail ended by its link');
}

/** Ends a mail by its owner. */
export async function switchOff(deps: NotifyDeps, session: Session): Promise<void> {
  const { installation } = await ownersMail(deps, session);
  await deps.mailSubscriptions.remove(installation);
}

/**
 * Sends the owner a mail to see whether they arrive.
 * @throws AppError of `ownersMail`, `mail_not_confirmed` (409), `too_many_mails` (429), `mail_not_sent` (503),
 *   `address_refused` (400)
 */
export async function sendTest(deps: NotifyDeps, session: Session): Promise<void> {
  const { installation, mailer } = await ownersMail(deps, session);
  const subscription = await deps.mailSubscriptions.get(installation);
  if (subscription?.state !== 'confirmed') throw notConfirmed();
  const askedAt = askedOnceMore(subscription, deps.clock.now());
  await deps.mailSubscriptions.change(subscription, { askedAt });
  const outcome = await mailer.send(testMail(await frameOf(deps, subscription)));
  const trouble = outcome === 'sent' ? null : outcome === 'refused' ? 'refused' : 'not_sent';
  await deps.mailSubscriptions.change(subscription, { trouble });
  refuseUnlessSent(outcome);
}

function askedOnceMore(subscription: MailSubscription | null, now: Date): Date[] {
  const lately = (subscription?.askedAt ?? []).filter((at) => now.getTime() - at.getTime() < dayMs);
  if (lately.length >= askedADay) throw tooManyMails();
  return [...lately, now];
}

function refuseUnlessSent(outcome: MailOutcome): void {
  if (outcome === 'refused') throw addressRefused();
  if (outcome !== 'sent') throw mailNotSent();
}
