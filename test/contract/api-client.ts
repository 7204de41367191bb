import type { Sandbox } from '../sandbox/sandbox.ts';

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> & { data?: unknown } };

/** A plain caller of the sandbox's API in the name of one user. */
export type ApiClient = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Installs the app for the user and gives a caller with their token. */
export function clientFor(sandbox: Sandbox, userId: number): ApiClient {
  const { access_token } = sandbox.install(userId);
  return (method, path, body) => callApi(sandbox.url, access_token, method, path, body);
}

/** One request with a given token. */
export async function callApi(
  origin: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(origin + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
