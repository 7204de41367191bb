import express, { type Request, type Response } from 'express';
import { countCall } from '../api/calls.ts';
import { type Exchange, shownHeaders } from '../exchange.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { authorizePages } from './authorize.ts';
import { OAuthRefusal } from './client-auth.ts';
import { revokeToken } from './revoke.ts';
import { exchangeToken } from './token.ts';

/** The OAuth server: consent page, token, revoke. */
export function oauthRoutes(deps: SandboxDeps & { observe(exchange: Exchange): void }): express.Router {
  const router = express.Router();
  const readText = express.text({ type: () => true });
  const answer =
    (endpoint: string, act: (request: Request) => unknown) => (request: Request, response: Response) => {
      const { status, body } = attempt(() => act(request));
      deps.save();
      countCall(deps.world, { endpoint, caller: 'oauth', tokens: 0, status });
      deps.observe({
        method: request.method,
        url: request.originalUrl,
        requestHeaders: shownHeaders(request.headers),
        requestBody: request.body,
        status,
        responseBody: body,
      });
      response.status(status).set('cache-control', 'no-store').json(body);
    };
  // Express takes the trailing slash as the same path.
  router.post(
    '/oauth/token',
    readText,
    answer('POST /oauth/token', (request) => exchangeToken(deps, request)),
  );
  router.post(
    '/oauth/revoke',
    readText,
    answer('POST /oauth/revoke', (request) => {
      revokeToken(deps, request);
      return {};
    }),
  );
  router.use(authorizePages(deps));
  return router;
}

function attempt(act: () => unknown): { status: number; body: unknown } {
  try {
    return { status: 200, body: act() };
  } catch (refusal) {
    if (!(refusal instanceof OAuthRefusal)) throw refusal;
    return {
      status: refusal.status,
      body: { success: false, error: refusal.error, message: refusal.message },
    };
  }
}
