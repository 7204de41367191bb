import type { NotifyDeps } from './notify-deps.ts';
import { sendDigest } from './send-digest.ts';

const atOnce = 100;

/** Sends every daily mail that is due. Looks again and again until none is, so that a long list is worked off. */
export async function sendDigests(deps: NotifyDeps, signal?: AbortSignal): Promise<void> {
  const { mailer, mailSubscriptions, clock, log } = deps;
  if (!mailer) return;
  const tried = new Set<number>();
  for (;;) {
    const due = await mailSubscriptions.dangerousDueAcrossCompanies(clock.now(), tried.size + atOnce);
    const fresh = due.filter(({ companyId }) => !tried.has(companyId));
    if (fresh.length === 0) return;
    for (const subscription of fresh) {
      if (signal?.aborted) return;
      tried.add(subscription.companyId);
      try {
        await sendDigest({ ...deps, mailer }, subscription);
      } catch (error) {
        log.error({ err: error, companyId: subscription.companyId }, 'a daily error mail could not be made');
      }
    }
  }
}
