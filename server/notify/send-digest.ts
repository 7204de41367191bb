import { randomId } from '../platform/crypto.ts';
import { hasErrors, waitingTag } from './digest-facts.ts';
import { frameOf } from './mail-frame.ts';
import type { MailSubscription } from './mail-subscription.ts';
import { dayOf, nextMorning } from './mail-time.ts';
import type { Mailer } from './mailer.ts';
import { digestMail } from './mails.ts';
import type { NotifyDeps } from './notify-deps.ts';

const minuteMs = 60_000;
/** Longer than gathering, and longer than sending with all time-outs, can take. */
const leaseMs = 10 * minuteMs;
/** What happened just now may not be written down yet; it is told the next day. */
const settleMs = 5 * minuteMs;
const longestWaitMs = 120 * minuteMs;

/**
 * Sends one installation's mail of the day, if it is due and there is something to tell. Any number of processes may try;
 * one does. A mail that could not be sent is tried again later the same day. One that was cut off in the middle is not,
 * because it may have arrived: what it told is told once more the next day.
 */
export async function sendDigest(
  deps: NotifyDeps & { mailer: Mailer },
  subscription: MailSubscription,
): Promise<void> {
  const { mailDays, mailSubscriptions, clock, log } = deps;
  const { companyId, epoch, timeZone } = subscription;
  const now = clock.now();
  const key = { companyId, epoch, day: dayOf(now, timeZone) };
  const owner = randomId();
  const lease = () => ({ owner, now: clock.now(), until: new Date(clock.now().getTime() + leaseMs) });
  const tomorrow = nextMorning(now, timeZone);

  const claim = await mailDays.claim(key, lease());
  if (!('attempt' in claim)) {
    const busy = claim.state === 'claimed' || claim.state === 'sending';
    const nextAt = claim.nextAt ?? (busy ? new Date(now.getTime() + leaseMs) : tomorrow);
    // Whoever made the day's mail may have been stopped before the subscription knew what it had told.
    const { toldUntil } = subscription;
    const isNews = claim.told?.toldUntil && (!toldUntil || claim.told.toldUntil > toldUntil);
    await mailSubscriptions.change(subscription, { nextAt, ...(isNews && claim.told) });
    return;
  }
  deps.atBoundary('mail.claimed');
  const until = new Date(now.getTime() - settleMs);
  const from = subscription.toldUntil ?? until;
  const facts = await deps.facts({ companyId, epoch }, { from, until });
  const tag = waitingTag(facts);
  const told = { toldUntil: until, toldWaiting: tag };
  if (!hasErrors(facts) && (tag === null || tag === subscription.toldWaiting)) {
    await mailDays.finish(key, owner, { state: 'nothing', told });
    await mailSubscriptions.change(subscription, { nextAt: tomorrow, ...told });
    return;
  }

  const mail = digestMail(await frameOf(deps, subscription), facts, { since: from, timeZone });
  const stillWanted = await mailSubscriptions.get({ companyId, epoch });
  const installation = await deps.getInstallation(companyId);
  if (stillWanted?.unsubscribeKey !== subscription.unsubscribeKey || installation?.epoch !== epoch) return;
  if (!(await mailDays.beginSending(key, lease()))) return;
  deps.atBoundary('mail.sending');
  const outcome = await deps.mailer.send(mail);
  deps.atBoundary('mail.sent');
  log.info({ companyId, day: key.day, outcome, attempt: claim.attempt }, 'daily error mail');

  if (outcome === 'sent') {
    await mailDays.finish(key, owner, { state: 'sent', told });
    deps.atBoundary('mail.noted');
    const sent = { lastSentAt: clock.now(), trouble: null };
    await mailSubscriptions.change(subscription, { ...told, ...sent, nextAt: tomorrow });
  } else if (outcome === 'not_sent') {
    const waitMs = Math.min(longestWaitMs, settleMs * 2 ** (claim.attempt - 1));
    const nextAt = new Date(clock.now().getTime() + waitMs);
    await mailDays.finish(key, owner, { state: 'retry', nextAt });
    await mailSubscriptions.change(subscription, { nextAt, trouble: 'not_sent' });
  } else {
    await mailDays.finish(key, owner, { state: outcome });
    const trouble = outcome === 'refused' ? 'refused' : subscription.trouble;
    await mailSubscriptions.change(subscription, { nextAt: tomorrow, trouble });
  }
}
