import { sealedWithCurrentKey } from '../platform/crypto.ts';
import { type MailSubscription, openMail, sealMail } from './mail-subscription.ts';
import type { MailFrame } from './mails.ts';
import type { NotifyDeps } from './notify-deps.ts';

/**
 * Where a subscription's mails go and what their links lead to. After a change of keys its secrets move under the new one.
 * @throws AppError `unreadable_secret`
 */
export async function frameOf(
  { keys, appUrl, settingsUrl, mailSubscriptions }: NotifyDeps,
  subscription: MailSubscription,
): Promise<MailFrame> {
  const { companyId } = subscription;
  const secrets = openMail(keys, subscription);
  if (!sealedWithCurrentKey(keys, subscription.address))
    await mailSubscriptions.change(subscription, sealMail(keys, subscription, secrets));
  return {
    to: secrets.address,
    companyId,
    settingsUrl: await settingsUrl(companyId),
    unsubscribeUrl: `${appUrl}/mail/unsubscribe?token=${secrets.unsubscribe}`,
  };
}
