import type { z } from 'zod';
import { ApiError, apiErrorFrom } from './api-error.ts';
import type { TokenCache } from './token-cache.ts';

/** Longer than any single call takes; enriching one record waits for Pipedrive. */
const patienceMs = 60_000;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Deps = { tokens: TokenCache; fetch: typeof fetch };

/** Calls our server as the current Pipedrive user. Every answer is parsed; every failure is an ApiError. */
export type ApiClient = {
  get<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, schema: z.ZodType<T>, body?: object, signal?: AbortSignal): Promise<T>;
  put<T>(path: string, schema: z.ZodType<T>, body: object): Promise<T>;
  delete<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** An answer to be kept as a file, byte for byte. */
  download(path: string): Promise<Blob>;
};

/**
 * Makes the client. A 401 drops the token, asks the host for a new one and repeats the call once,
 * unless the server says that this user is not connected: no token can change that.
 */
export function createApiClient({ tokens, fetch }: Deps): ApiClient {
  async function call<T>(
    method: Method,
    path: string,
    read: (response: Response) => Promise<T>,
    body?: object,
    signal?: AbortSignal,
  ): Promise<T> {
    const first = await send(method, path, body, signal);
    if (first.response.ok) return await read(first.response);
    const error = await apiErrorFrom(first.response);
    if (error.status !== 401 || error.code === 'not_connected') throw error;
    tokens.drop(first.token);
    const second = await send(method, path, body, signal);
    if (second.response.ok) return await read(second.response);
    throw await apiErrorFrom(second.response);
  }

  async function send(
    method: Method,
    path: string,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ) {
    const token = await tokens.get();
    const patience = AbortSignal.timeout(patienceMs);
    const response = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) },
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiError({
        code: 'unreachable',
        status: 0,
        message: 'Store Leads cannot be reached right now. Check your connection and try again.',
        retry: true,
      });
    });
    return { token, response };
  }

  return {
    get: (path, schema, signal) => call('GET', path, parse(schema), undefined, signal),
    post: (path, schema, body, signal) => call('POST', path, parse(schema), body, signal),
    put: (path, schema, body) => call('PUT', path, parse(schema), body),
    delete: (path, schema) => call('DELETE', path, parse(schema)),
    download: (path) => call('GET', path, (response) => response.blob()),
  };
}

/** Reads an answer of a known shape. */
function parse<T>(schema: z.ZodType<T>) {
  return async (response: Response): Promise<T> => {
    const result = schema.safeParse(await response.json().catch(() => undefined));
    if (result.success) return result.data;
    throw new ApiError({
      code: 'unknown_answer',
      status: response.status,
      message: 'This page is older than the app behind it. Reload the page.',
      retry: false,
    });
  };
}
