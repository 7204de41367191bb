import axios, { type AxiosInstance, isAxiosError } from 'axios';
import type { ReadHeader } from './limits.ts';

/** What the official client's `…ApiFp(configuration).method(…)` resolves to: sends the request with a given axios. */
export type Send = (instance?: AxiosInstance, basePath?: string) => Promise<unknown>;

export type Answer = { status: number; header: ReadHeader; body: string };

/**
 * How one attempt ended. `lost`: the request may have been carried out, its answer did not arrive;
 * `never_left`: it certainly was not; `stopped`: the caller gave up waiting.
 */
export type Outcome =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'lost' | 'never_left' | 'stopped'; reason: string };

export type AttemptInput = {
  send: Send;
  /** Base of paths, e.g. `https://acme.pipedrive.com/api/v2`. */
  base: string;
  accessToken: string;
  userAgent: string;
  /** Milliseconds from sending to the last byte of the answer. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

/** Largest answer read: 500 organizations with 500 custom fields each stay below. */
const maxBytes = 50 * 1024 * 1024;

const beforeSending = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Sends one request and reads its answer whole, whatever its status. Never throws for what the network does.
 * Redirects are not followed: the token would travel along.
 */
export async function attempt(input: AttemptInput): Promise<Outcome> {
  const stop = new AbortController();
  const onAbort = () => stop.abort();
  input.signal?.addEventListener('abort', onAbort);
  if (input.signal?.aborted) stop.abort();
  const timer = setTimeout(onAbort, input.timeoutMs);
  let answer: Answer | undefined;
  const instance = axiosFor(input, stop.signal, (seen) => {
    answer = seen;
  });
  try {
    await input.send(instance, input.base);
    return answer ? { kind: 'answer', answer } : { kind: 'lost', reason: 'no_answer' };
  } catch (error) {
    if (input.signal?.aborted) return { kind: 'stopped', reason: 'aborted' };
    if (stop.signal.aborted) return { kind: 'lost', reason: 'timeout' };
    if (!isAxiosError(error)) throw error;
    const reason = error.code ?? 'network';
    return { kind: beforeSending.has(reason) ? 'never_left' : 'lost', reason };
  } finally {
    clearTimeout(timer);
    input.signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * An axios of its own for every attempt, so that the token of one caller can never reach another's request.
 * Bodies stay text both ways: the official client has written ours, and answers may be HTML.
 */
function axiosFor(input: AttemptInput, signal: AbortSignal, seen: (answer: Answer) => void): AxiosInstance {
  const instance = axios.create({
    adapter: 'http',
    maxRedirects: 0,
    maxContentLength: maxBytes,
    responseType: 'text',
    signal,
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers: {
      Accept: 'application/json',
      Authorization: `Bearer ${input.accessToken}`,
      'User-Agent': input.userAgent,
    },
    ...(isLoopback(new URL(input.base).hostname) && { proxy: false }),
  });
  instance.interceptors.response.use((response) => {
    const headers = response.headers;
    const data: unknown = response.data;
    seen({
      status: response.status,
      body: typeof data === 'string' ? data : '',
      header: (name) => {
        const value: unknown = headers[name];
        return typeof value === 'string' ? value : null;
      },
    });
    return response;
  });
  return instance;
}

/** True for host names that never leave this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
