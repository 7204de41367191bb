import type { Request } from 'express';
import type { SandboxDeps } from '../sandbox-deps.ts';
import { authenticateClient, formOf } from './client-auth.ts';
import { dropInstall } from './grants.ts';

/**
 * `POST /oauth/revoke`: a refresh token uninstalls the app for its user, an access token dies alone.
 * Unknown tokens are no error (RFC 7009).
 * @returns the user whose install ended, if one did
 */
export function revokeToken({ world }: SandboxDeps, request: Request): number | null {
  const form = formOf(request);
  authenticateClient(world, request, form);
  const token = form['token'] ?? '';
  delete world.accessTokens[token];
  const install = world.installs.find((candidate) => candidate.refreshToken === token);
  if (!install) return null;
  dropInstall({ world }, install.userId);
  return install.userId;
}
