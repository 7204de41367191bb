import type { TokenGrant } from '../pipedrive/oauth-client.ts';
import { randomId } from '../platform/crypto.ts';
import { AppError } from '../platform/errors.ts';
import { addLearntRights } from './connection-rights.ts';
import type { InstallDeps } from './install-deps.ts';
import type { StateOutcome } from './oauth-state.store.ts';
import { missingScopes } from './scopes.ts';
import { settingsPage } from './settings-page.ts';
import { storeGrant } from './store-grant.ts';

/** How long a person may look at the consent screen. */
export const stateLifeMs = 10 * 60_000;

/** What Pipedrive's redirect brings back, and the cookie of the browser that brings it. */
export type Callback = {
  code?: string | undefined;
  state?: string | undefined;
  error?: string | undefined;
  browser: string | undefined;
};

/** Where the person goes next: to their company in Pipedrive, or to our page saying that nothing was installed. */
export type Landing = { kind: 'installed'; location: string } | { kind: 'cancelled' };

/**
 * Begins an install: remembers a fresh `state` for this browser and sends it to the consent screen.
 * @param browser the cookie an earlier begin gave this browser: several tabs may install at once.
 */
export async function beginInstall(
  { states, oauth, clock }: InstallDeps,
  browser: string | undefined,
): Promise<{ location: string; browser: string }> {
  const state = randomId(32);
  const bound = browser ?? randomId(32);
  await states.add({ state, browser: bound, expiresAt: new Date(clock.now().getTime() + stateLifeMs) });
  return { location: oauth.authorizeUrl(state), browser: bound };
}

/**
 * Ends an install. A callback without `state` (an install begun on the Marketplace page) stores a grant for the
 * pair users/me names and signs nobody in; one with a bad `state` stores nothing and leaves the code alone.
 * @throws AppError `bad_state`, `state_expired`, `state_of_other_browser`, `code_missing`, `scopes_missing`
 *   (all 400), or what OAuth server and database throw.
 */
export async function finishInstall(deps: InstallDeps, callback: Callback): Promise<Landing> {
  const arrivedAt = deps.clock.now();
  if (callback.state !== undefined) {
    const outcome = await deps.states.take(callback.state, callback.browser, arrivedAt);
    if (outcome !== 'good' && callback.error === undefined) throw stateRefused(outcome);
  }
  if (callback.error !== undefined) return { kind: 'cancelled' };
  if (callback.code === undefined) throw codeMissing();

  const grant = await deps.oauth.exchange(callback.code);
  const me = await deps.oauth.whoAmI(grant);
  const location = settingsPage(deps.options, me.companyDomain);
  await refuseMissingScopes(deps, me, grant);
  await storeGrant(deps, { grant, me, arrivedAt });
  await addLearntRights(deps, me);
  return { kind: 'installed', location };
}

/**
 * Consent is all or nothing, so a grant lacks scopes only when the app is registered with too few. The half-made
 * install is taken back, unless that would end a connection that works.
 */
async function refuseMissingScopes(
  { connections, oauth, log }: InstallDeps,
  key: { companyId: number; userId: number },
  grant: TokenGrant,
): Promise<void> {
  const missing = missingScopes(grant.scopes);
  if (missing.length === 0) return;
  if (!(await connections.get(key))) {
    await oauth.revoke(grant.refreshToken).catch(() => log.warn('a refused grant could not be taken back'));
  }
  throw new AppError({
    code: 'scopes_missing',
    status: 400,
    message: `Pipedrive did not grant all rights Store Leads needs. Missing: ${missing.join(', ')}. Tell support, then install again.`,
    report: true,
    details: { missing: missing.join(',') },
  });
}

const stateRefusals = {
  unknown: {
    code: 'bad_state',
    message: 'This install was not begun here, or is already finished. Start it again.',
  },
  expired: { code: 'state_expired', message: 'The install took longer than ten minutes. Start it again.' },
  other_browser: {
    code: 'state_of_other_browser',
    message: 'This install was begun in another browser, or cookies are blocked. Start it again here.',
  },
} as const;

function stateRefused(outcome: Exclude<StateOutcome, 'good'>): AppError {
  return new AppError({ ...stateRefusals[outcome], status: 400 });
}

function codeMissing(): AppError {
  return new AppError({
    code: 'code_missing',
    status: 400,
    message: 'Pipedrive sent no code along. Start the install again.',
  });
}
