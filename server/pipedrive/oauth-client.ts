import { Configuration, UsersApiFp } from 'pipedrive/v1';
import { z } from 'zod';
import { apiOrigin } from './api-origin.ts';
import { attempt, type Outcome } from './attempt.ts';
import { invalidGrant, oauthRefused, oauthUnavailable } from './oauth-errors.ts';
import type { Grant } from './ports.ts';
import { postForm } from './post-form.ts';
import { readAnswer } from './read-answer.ts';
import type { Me } from './types.ts';
import { meAnswer } from './users.ts';

export type TokenGrant = Grant & {
  /** May be the same as before or a new one: always store it. */
  refreshToken: string;
  expiresInSeconds: number;
  scopes: string[];
};

export type OAuthClient = {
  /** Where a person consents. Never carries a scope: an empty one is refused, others are ignored. */
  authorizeUrl(state: string): string;
  /** Exchanges a code (single use, 5 minutes). */
  exchange(code: string): Promise<TokenGrant>;
  refresh(refreshToken: string): Promise<TokenGrant>;
  /** Uninstalls the app for the user of this token; harmless when repeated. */
  revoke(refreshToken: string): Promise<void>;
  /** Who a token belongs to. Costs 2 tokens of the company's day. */
  whoAmI(grant: Grant): Promise<Me>;
};

export type OAuthSettings = {
  /** Origin of the OAuth server, e.g. `https://oauth.pipedrive.com`. */
  oauthUrl: string;
  clientId: string;
  clientSecret: string;
  /** The registered Callback URL, to the letter. */
  redirectUri: string;
  /** Milliseconds one request may take; 15,000 when left out. */
  timeoutMs?: number;
  userAgent?: string;
};

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  scope: z.string().nullish(),
  api_domain: z.string(),
});

/**
 * Makes the client of Pipedrive's OAuth server (pipedrive-api.md 1).
 * @throws (each call) AppError `invalid_grant` (the code or refresh token is dead), `oauth_unavailable`
 * (outage, retry helps; a refresh may have been carried out) or `oauth_refused` (our own registration is at fault).
 */
export function createOAuthClient(settings: OAuthSettings): OAuthClient {
  const {
    clientId,
    clientSecret,
    redirectUri,
    userAgent = 'store-leads-for-pipedrive',
    timeoutMs = 15_000,
  } = settings;
  const oauthUrl = new URL(settings.oauthUrl).origin;
  const usersApi = UsersApiFp(new Configuration({}));
  const post = (path: string, form: Record<string, string>) =>
    postForm({ url: `${oauthUrl}${path}`, form, clientId, clientSecret, userAgent, timeoutMs });

  async function tokenCall(form: Record<string, string>): Promise<TokenGrant> {
    const answer = await post('/oauth/token', form);
    if (answer.status === 400 && oauthErrorOf(answer.body) === 'invalid_grant') throw invalidGrant();
    refuseUnlessOk(answer.status);
    const token = parseToken(answer.body);
    return {
      accessToken: token.access_token,
      refreshToken: token.refresh_token,
      expiresInSeconds: token.expires_in,
      scopes: (token.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
      apiDomain: apiOrigin(token.api_domain, oauthUrl),
    };
  }

  return {
    authorizeUrl(state) {
      const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri, state });
      return `${oauthUrl}/oauth/authorize?${query}`;
    },

    exchange: (code) => tokenCall({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),

    refresh: (refreshToken) => tokenCall({ grant_type: 'refresh_token', refresh_token: refreshToken }),

    async revoke(refreshToken) {
      const answer = await post('/oauth/revoke', { token: refreshToken, token_type_hint: 'refresh_token' });
      refuseUnlessOk(answer.status);
    },

    async whoAmI({ accessToken, apiDomain }) {
      const base = `${apiOrigin(apiDomain, oauthUrl)}/api/v1`;
      const send = await usersApi.getCurrentUser();
      const outcome = await attempt({ send, base, accessToken, userAgent, timeoutMs });
      return readAnswer(bodyOf(outcome), meAnswer, false).data;
    },
  };
}

function bodyOf(outcome: Outcome): string {
  if (outcome.kind !== 'answer') throw oauthUnavailable();
  refuseUnlessOk(outcome.answer.status);
  return outcome.answer.body;
}

function refuseUnlessOk(status: number) {
  if (status >= 500 || status === 429 || status === 408) throw oauthUnavailable();
  if (status < 200 || status >= 300) throw oauthRefused(status);
}

/** An unreadable answer counts as an outage: whether the token was renewed is not known. */
function parseToken(body: string): z.infer<typeof tokenAnswer> {
  try {
    return tokenAnswer.parse(JSON.parse(body));
  } catch {
    throw oauthUnavailable();
  }
}

function oauthErrorOf(body: string): string | null {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(body)).error;
  } catch {
    return null;
  }
}
