import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Webhook } from './webhook-state.ts';

// Idle connections go before a usual server closes them, so that none is used at that very moment.
const kept = { keepAlive: true, timeout: 3_000 };
const agents = { http: new HttpAgent(kept), https: new HttpsAgent(kept) };

/**
 * Sends one event to the address of a webhook. Redirects are not followed. Made of plain requests, which take a
 * fraction of the time of `fetch`: hundreds of events a second leave from here.
 * @returns the status; null when no answer came, or not before `signal` ended the wait
 */
export function postEvent(webhook: Webhook, body: unknown, signal: AbortSignal): Promise<number | null> {
  const credentials = `${webhook.authUser ?? ''}:${webhook.authPassword ?? ''}`;
  const text = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'user-agent': 'Pipedrive Webhooks',
    ...(credentials === ':' ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
  return send(new URL(webhook.url), { method: 'POST', headers, signal }, text);
}

/**
 * The look at an address before it is subscribed ("non-reachable URL", pipedrive-api.md 4.1): somebody must answer
 * there, with anything but a redirect or a failure of their own.
 */
export async function isReachable(url: string, signal: AbortSignal): Promise<boolean> {
  const status = await send(new URL(url), { method: 'GET', signal }, '');
  return status !== null && (status < 300 || (status >= 400 && status < 500));
}

function send(url: URL, options: RequestOptions, body: string): Promise<number | null> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve) => {
    const agent = secure ? agents.https : agents.http;
    const request = (secure ? httpsRequest : httpRequest)(url, { ...options, agent }, (response) => {
      response.once('end', () => resolve(response.statusCode ?? null));
      response.once('error', () => resolve(null));
      response.resume();
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that was closed meanwhile has carried nothing.
      const again = request.reusedSocket && error.code === 'ECONNRESET' && !options.signal?.aborted;
      resolve(again ? send(url, options, body) : null);
    });
    request.end(body);
  });
}
