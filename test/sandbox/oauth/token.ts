import type { Request } from 'express';
import { registeredUrls } from '../registration.ts';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { byId } from '../state/by-id.ts';
import { authenticateClient, formOf, OAuthRefusal } from './client-auth.ts';
import { installFor, issueTokens, newRefreshToken, type TokenAnswer } from './grants.ts';

/**
 * `POST /oauth/token`: a code or a refresh token for an access token.
 * @throws OAuthRefusal 400 (pipedrive-api.md 1.11)
 */
export function exchangeToken(deps: SandboxDeps, request: Request): TokenAnswer {
  const form = formOf(request);
  authenticateClient(deps.world, request, form);
  const grantType = form['grant_type'];
  if (grantType === undefined) throw new OAuthRefusal('invalid_request', 'grant_type is missing');
  if (grantType === 'authorization_code') return byCode(deps, form);
  if (grantType === 'refresh_token') return byRefreshToken(deps, form);
  throw new OAuthRefusal('unsupported_grant_type', 'Grant type is not supported');
}

function byCode(deps: SandboxDeps, form: Record<string, string>): TokenAnswer {
  const { world, clock } = deps;
  const code = world.codes[form['code'] ?? ''];
  if (!code) throw new OAuthRefusal('invalid_grant', 'Invalid grant: authorization code is invalid');
  const expected = registeredUrls(deps.registration, deps.appUrl()).callback;
  if (form['redirect_uri'] !== code.redirectUri || code.redirectUri !== expected) {
    throw new OAuthRefusal('invalid_request', 'Invalid request: redirect_uri is invalid');
  }
  delete world.codes[form['code'] ?? ''];
  if (Date.parse(code.expiresAt) <= clock.now().getTime()) {
    throw new OAuthRefusal('invalid_grant', 'Invalid grant: authorization code has expired');
  }
  active(deps, code.userId);
  return installFor(deps, code.userId, code.scopes);
}

function byRefreshToken(deps: SandboxDeps, form: Record<string, string>): TokenAnswer {
  const { world, clock } = deps;
  const install = world.installs.find((candidate) => candidate.refreshToken === form['refresh_token']);
  if (!install || Date.parse(install.refreshExpiresAt) <= clock.now().getTime()) {
    throw new OAuthRefusal('invalid_grant', 'Invalid grant: refresh token is invalid');
  }
  active(deps, install.userId);
  if (world.settings.rotateRefreshTokens) install.refreshToken = newRefreshToken(deps, install.userId);
  return issueTokens(deps, install);
}

function active({ world }: SandboxDeps, userId: number): void {
  if (!byId(world.users, userId)?.active)
    throw new OAuthRefusal('invalid_grant', 'Invalid grant: user is not active');
}
