import type { Webhook } from './webhook-state.ts';

/**
 * Sends one event to the address of a webhook. Redirects are not followed.
 * @returns the status; null when no answer came, or not before `signal` ended the wait
 */
export async function postEvent(
  webhook: Webhook,
  body: unknown,
  signal: AbortSignal,
): Promise<number | null> {
  const credentials = `${webhook.authUser ?? ''}:${webhook.authPassword ?? ''}`;
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Pipedrive Webhooks',
        ...(credentials === ':'
          ? {}
          : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
      body: JSON.stringify(body),
      signal,
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

/**
 * The look at an address before it is subscribed ("non-reachable URL", pipedrive-api.md 4.1): somebody must answer
 * there, with anything but a redirect or a failure of their own.
 */
export async function isReachable(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal });
    await response.arrayBuffer();
    return response.status < 300 || (response.status >= 400 && response.status < 500);
  } catch {
    return false;
  }
}
