import type { BudgetStore } from '../../server/pipedrive/budget.store.ts';
import { createBudget } from '../../server/pipedrive/budget.ts';
import { createOAuthClient } from '../../server/pipedrive/oauth-client.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { Tokens } from '../../server/pipedrive/ports.ts';
import type { Caller, Lane } from '../../server/pipedrive/types.ts';
import { silentLog } from '../../server/platform/log.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { FakeClock } from '../support/fake-clock.ts';

export const admin = 9001;

/** The OAuth client of the app as the sandbox knows it. */
export function oauthTo(sandbox: Sandbox) {
  return createOAuthClient({
    oauthUrl: sandbox.url,
    clientId: sandbox.clientId,
    clientSecret: sandbox.clientSecret,
    redirectUri: 'http://127.0.0.1:1/oauth/callback',
  });
}

/** Tokens of installed users, renewed through the real OAuth client; counts renewals. */
export function tokensOf(sandbox: Sandbox): Tokens & { renewals(): number } {
  const oauth = oauthTo(sandbox);
  const grants = new Map<number, { accessToken: string; refreshToken: string; apiDomain: string }>();
  let renewals = 0;
  const grantOf = (userId: number) => {
    const known = grants.get(userId);
    if (known) return known;
    const answer = sandbox.install(userId);
    const grant = {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      apiDomain: answer.api_domain,
    };
    grants.set(userId, grant);
    return grant;
  };
  return {
    renewals: () => renewals,
    fresh: async ({ userId }) => grantOf(userId),
    afterRejection: async ({ userId }, rejected) => {
      const grant = grantOf(userId);
      if (grant.accessToken !== rejected) return grant;
      renewals += 1;
      const next = await oauth.refresh(grant.refreshToken);
      grants.set(userId, next);
      return next;
    },
  };
}

/** A gateway to the sandbox as one process has it. Processes share the store, the tokens and the clock. */
export function processOf(deps: {
  sandbox: Sandbox;
  store: BudgetStore;
  clock: FakeClock;
  tokens: Tokens;
  sharePercent?: number;
  timeoutMs?: number;
}) {
  const { sharePercent = 40 } = deps;
  const budget = createBudget({
    store: deps.store,
    clock: deps.clock,
    settings: async () => ({ sharePercent, plan: null }),
  });
  const pipedrive = createPipedrive({
    tokens: deps.tokens,
    budget,
    clock: deps.clock,
    log: silentLog,
    random: () => 0,
    ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
  });
  return { pipedrive, budget };
}

/** A caller of the sandbox's company. */
export function callerIn(sandbox: Sandbox, lane: Lane, userId = admin): Caller {
  return { companyId: sandbox.world.company.id, userId, lane };
}

/** Requests the sandbox refused for being too many. */
export function refusedAsTooMany(sandbox: Sandbox): number {
  const counts = Object.values(sandbox.world.counters.endpoints);
  return counts.reduce((sum, count) => sum + (count.statuses['429'] ?? 0), 0);
}

/**
 * Runs tasks to their end, moving time only while every one that is left sleeps: no request is on its way then, so
 * each arrives at the moment it left.
 */
export async function runAll(clock: FakeClock, tasks: readonly Promise<unknown>[]): Promise<void> {
  let open = tasks.length;
  for (const task of tasks) {
    const closed = () => {
      open -= 1;
    };
    task.then(closed, closed);
  }
  while (open > 0) {
    await new Promise((resolve) => setImmediate(resolve));
    if (open > 0 && clock.sleeping() >= open) await clock.advanceToNext();
  }
  await Promise.all(tasks);
}
