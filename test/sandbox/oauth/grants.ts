import { randomBytes } from 'node:crypto';
import type { SandboxDeps } from '../sandbox-deps.ts';
import type { Install } from '../world.ts';

const minute = 60_000;
const codeLife = 5 * minute;
const accessLife = 60 * minute;
const refreshLife = 60 * 24 * 60 * minute;

type GrantDeps = Pick<SandboxDeps, 'world' | 'clock' | 'apiDomain'>;

/** The body of a successful token answer. */
export type TokenAnswer = {
  access_token: string;
  token_type: 'Bearer';
  refresh_token: string;
  scope: string;
  expires_in: number;
  api_domain: string;
};

/** The user said "Allow": a code that is good for five minutes and one use. */
export function issueCode({ world, clock }: GrantDeps, userId: number, redirectUri: string): string {
  const code = randomBytes(20).toString('hex');
  const expiresAt = new Date(clock.now().getTime() + codeLife).toISOString();
  world.codes[code] = { userId, redirectUri, expiresAt, scopes: [...world.settings.scopes] };
  return code;
}

/** Installs the app for a user, or again: the new grant takes the place of an earlier one. */
export function installFor(deps: GrantDeps, userId: number, scopes: string[]): TokenAnswer {
  const { world, clock } = deps;
  const install: Install = {
    userId,
    scopes,
    refreshToken: newRefreshToken(deps, userId),
    installedAt: clock.now().toISOString(),
    refreshExpiresAt: '',
  };
  world.installs = [...world.installs.filter((other) => other.userId !== userId), install];
  return issueTokens(deps, install);
}

/** A new access token; the 60 days of the refresh token start anew. */
export function issueTokens(deps: GrantDeps, install: Install): TokenAnswer {
  const { world, clock } = deps;
  const now = clock.now().getTime();
  install.refreshExpiresAt = new Date(now + refreshLife).toISOString();
  // Removing a scope from the registration takes effect at the next refresh; an added one needs a new consent.
  const scopes = install.scopes.filter((scope) => world.settings.scopes.includes(scope));
  const token = `v1u:${randomBytes(180).toString('base64url')}`;
  world.accessTokens[token] = {
    userId: install.userId,
    scopes,
    expiresAt: new Date(now + accessLife).toISOString(),
  };
  forgetExpired(deps);
  return {
    access_token: token,
    token_type: 'Bearer',
    refresh_token: install.refreshToken,
    scope: scopes.join(','),
    expires_in: accessLife / 1000 - 1,
    api_domain: deps.apiDomain(),
  };
}

/** A refresh token in the shape of Pipedrive's. */
export function newRefreshToken({ world }: GrantDeps, userId: number): string {
  return `${userId}:${world.company.id}:${randomBytes(20).toString('hex')}`;
}

/** The app is no longer installed for this user: grant, tokens, codes and the webhooks they own are gone. */
export function dropInstall({ world }: Pick<GrantDeps, 'world'>, userId: number): void {
  world.installs = world.installs.filter((install) => install.userId !== userId);
  world.accessTokens = Object.fromEntries(
    Object.entries(world.accessTokens).filter(([, t]) => t.userId !== userId),
  );
  world.codes = Object.fromEntries(Object.entries(world.codes).filter(([, code]) => code.userId !== userId));
  world.webhooks = world.webhooks.filter(
    (webhook) => webhook.ownerId !== userId || webhook.clientId !== world.app.clientId,
  );
}

function forgetExpired({ world, clock }: GrantDeps): void {
  const now = clock.now().getTime();
  for (const [token, { expiresAt }] of Object.entries(world.accessTokens)) {
    if (Date.parse(expiresAt) <= now) delete world.accessTokens[token];
  }
  for (const [code, { expiresAt }] of Object.entries(world.codes)) {
    if (Date.parse(expiresAt) <= now) delete world.codes[code];
  }
}
