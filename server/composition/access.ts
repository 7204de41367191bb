import type { Config } from '../config.ts';
import { createTokens } from '../install/access-token.ts';
import type { ConnectionKey } from '../install/connection.ts';
import type { InstallStores } from '../install/install-deps.ts';
import type { GetInstallation } from '../install/installation.ts';
import type { BudgetStore } from '../pipedrive/budget.store.ts';
import { type BudgetEraser, createBudget } from '../pipedrive/budget.ts';
import type { DoorWatch } from '../pipedrive/http.ts';
import { createOAuthClient, type OAuthClient } from '../pipedrive/oauth-client.ts';
import { createPipedrive } from '../pipedrive/pipedrive.ts';
import type { Budget, Tokens } from '../pipedrive/ports.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import type { Base } from '../platform/deps.ts';
import { AppError, isAppError } from '../platform/errors.ts';
import { gatherReads } from '../platform/gather-reads.ts';
import type { Metrics } from '../platform/metrics.ts';

/** The way to Pipedrive: whose token, within which budget, through one door. */
export type Access = {
  oauth: OAuthClient;
  tokens: Tokens;
  budget: Budget & { eraser: BudgetEraser };
  pipedrive: Pipedrive;
};

/** Makes the way to Pipedrive of this process; tokens and budget are shared with all others by the database. */
export function composeAccess(
  base: Base,
  parts: {
    config: Config;
    metrics: Metrics;
    stores: { install: InstallStores; budget: BudgetStore };
    getInstallation: GetInstallation;
    onBroken(key: ConnectionKey): Promise<void>;
  },
): Access {
  const { config, metrics, stores, getInstallation } = parts;
  const oauth = createOAuthClient({
    oauthUrl: config.PIPEDRIVE_OAUTH_URL,
    clientId: config.PIPEDRIVE_CLIENT_ID,
    clientSecret: config.PIPEDRIVE_CLIENT_SECRET,
    redirectUri: `${config.APP_URL}/oauth/callback`,
  });
  const governor = createBudget({
    store: stores.budget,
    clock: base.clock,
    settings: async (companyId) => {
      const installation = await getInstallation(companyId);
      if (!installation) throw notInstalled();
      return { sharePercent: installation.budgetSharePercent, plan: installation.pipedrivePlan };
    },
  });
  const budget: Access['budget'] = {
    ...governor,
    async reserve(caller, cost) {
      try {
        await governor.reserve(caller, cost);
      } catch (error) {
        if (isAppError(error, 'budget_exhausted')) metrics.budgetRefusals.inc({ lane: caller.lane });
        throw error;
      }
    },
    settle(caller, cost) {
      metrics.pipedriveTokens.inc({ lane: caller.lane }, cost);
      governor.settle(caller, cost);
    },
  };
  const watch: DoorWatch = {
    refused: (kind) => metrics.pipedriveRefusals.inc({ kind }),
    waited: (reason, ms) => metrics.pipedriveWaitSeconds.inc({ reason }, ms / 1000),
  };
  const tokens = createTokens({
    ...base,
    oauth,
    connections: {
      ...stores.install.connections,
      get: gatherReads(
        (key: ConnectionKey) => stores.install.connections.get(key),
        ({ companyId, userId }) => `${companyId}:${userId}`,
      ),
    },
    keys: config.ENCRYPTION_KEYS,
    onBroken: parts.onBroken,
  });
  return { oauth, tokens, budget, pipedrive: createPipedrive({ ...base, tokens, budget, watch }) };
}

function notInstalled(): AppError {
  return new AppError({
    code: 'not_connected',
    status: 409,
    message: 'Store Leads is not installed in this Pipedrive account. Install it and try again.',
  });
}
