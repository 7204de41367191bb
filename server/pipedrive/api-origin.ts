import { isLoopback } from './attempt.ts';
import { foreignApiDomain } from './oauth-errors.ts';

/**
 * The origin our calls with a token go to. Tokens are sent to Pipedrive's own domains only; with an OAuth server on
 * this machine (the sandbox) other addresses on this machine are good too.
 * @param apiDomain as it came with the token.
 * @throws AppError `oauth_refused` for anything else.
 */
export function apiOrigin(apiDomain: string, oauthUrl: string): string {
  const url = URL.canParse(apiDomain) ? new URL(apiDomain) : null;
  if (url && url.username === '' && url.password === '') {
    const isPipedrive =
      url.protocol === 'https:' &&
      url.port === '' &&
      (url.hostname === 'pipedrive.com' || url.hostname.endsWith('.pipedrive.com'));
    const isLocal =
      isLoopback(new URL(oauthUrl).hostname) && isLoopback(url.hostname) && /^https?:$/.test(url.protocol);
    if (isPipedrive || isLocal) return url.origin;
  }
  throw foreignApiDomain();
}
