import { oauthUnavailable } from './oauth-errors.ts';

export type FormPost = {
  url: string;
  form: Record<string, string>;
  clientId: string;
  clientSecret: string;
  userAgent: string;
  /** Milliseconds until the whole answer must be there. */
  timeoutMs: number;
};

/**
 * Posts a form to the OAuth server with the client's Basic credentials. Redirects are not followed.
 * @throws AppError `oauth_unavailable` when there is no answer in time.
 */
export async function postForm(post: FormPost): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(post.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(post.timeoutMs),
      headers: {
        accept: 'application/json',
        authorization: `Basic ${Buffer.from(`${post.clientId}:${post.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': post.userAgent,
      },
      body: new URLSearchParams(post.form).toString(),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    // The cause is left out: it can hold the request, and with it the secret.
    throw oauthUnavailable();
  }
}
