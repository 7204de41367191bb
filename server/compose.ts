import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { accountForCompany } from './accounts/account-for-company.ts';
import { createAccountsRouter } from './accounts/accounts.routes.ts';
import { planAllows } from './accounts/gates.ts';
import { createApp } from './app.ts';
import { loadSample } from './catalog/load-sample.ts';
import { websiteKeys } from './catalog/match-website.ts';
import { composeAccess } from './composition/access.ts';
import { createStores, ensureIndexes } from './composition/stores.ts';
import { composeWork } from './composition/work.ts';
import type { Config } from './config.ts';
import { defineEraseJobs, scheduleEraseJobs } from './install/erase.jobs.ts';
import { createFieldNames } from './install/field-names.ts';
import { createGetInstallation } from './install/get-installation.ts';
import { createInstallRouter } from './install/install.routes.ts';
import type { InstallDeps } from './install/install-deps.ts';
import { createIsConnected } from './install/install-parts.ts';
import { mayChangeSettings } from './install/may-change-settings.ts';
import { createVerifySession } from './install/session-token.ts';
import { createSettingsRouter } from './install/settings.routes.ts';
import { createJobs } from './jobs/agenda-jobs.ts';
import { planOfBurst } from './mapping/field-cap.ts';
import { createMappingRouter } from './mapping/mapping.routes.ts';
import { createMappingEraser } from './mapping/mapping-eraser.ts';
import type { AtBoundary } from './platform/boundaries.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import {
  pauseForConnection,
  resumeAfterConnection,
  resumeAfterPlan,
  stopForPlan,
} from './runs/pause-runs.ts';
import { defineRunJobs, scheduleRunJobs } from './runs/run-jobs.ts';
import type { RunWorkerOptions } from './runs/run-worker.ts';
import { createRunsRouter } from './runs/runs.routes.ts';

export type ComposeOptions = {
  config: Config;
  db: Connection;
  log: Log;
  /** Folder of the built client. */
  clientDir: string;
  clock?: Clock;
  /** Told of every boundary between two durable writes; tests end the process there. */
  atBoundary?: AtBoundary;
  workerOptions?: RunWorkerOptions;
  /** How long a writer may hold one record, in milliseconds. */
  lockMs?: number;
};

/** The running parts, for `main`, `worker` and tests. */
export type Parts = {
  app: Express;
  /** Makes indexes and, where asked for, the sample catalogue. */
  prepare(): Promise<void>;
  /** Takes jobs and runs. */
  startWork(): Promise<void>;
  /** Finishes or hands back what is under way. */
  stopWork(): Promise<void>;
  onPlanChanged(companyId: number): Promise<void>;
};

/** The one place where parts are made and handed to each other. */
export async function compose(options: ComposeOptions): Promise<Parts> {
  const { config, db, log, clock = systemClock } = options;
  const base = { clock, log };
  const metrics = createMetrics();
  const stores = createStores(db);
  const jobs = createJobs({ db, log, pollMs: 1000, drainMs: 10_000 });
  const { accounts, install: installStores } = stores;

  const findAccount = accounts.forCompany;
  const getInstallation = createGetInstallation({
    ...installStores,
    findAccount,
    keys: config.ENCRYPTION_KEYS,
  });
  const pausing = { runs: stores.runs, wake: () => work.worker.wake() };
  const onConnectionLost = async (companyId: number) => void (await pauseForConnection(pausing, companyId));
  const access = composeAccess(base, {
    config,
    metrics,
    stores: { ...stores, install: installStores },
    getInstallation,
    onConnectionLost,
  });

  const install: InstallDeps = {
    ...base,
    ...installStores,
    options: {
      clientId: config.PIPEDRIVE_CLIENT_ID,
      clientSecret: config.PIPEDRIVE_CLIENT_SECRET,
      appUrl: config.APP_URL,
      webUrlTemplate: config.PIPEDRIVE_WEB_URL,
      fieldPrefix: 'Store Leads: ',
      budgetSharePercent: 40,
    },
    keys: config.ENCRYPTION_KEYS,
    oauth: access.oauth,
    pipedrive: access.pipedrive,
    jobs,
    findAccount,
    accountForCompany: (key) =>
      accountForCompany({ accounts, clock, defaultPlan: config.DEFAULT_ACCOUNT_PLAN }, key),
    erasers: [],
    onConnectionLost,
    onConnectionRestored: async (companyId) => void (await resumeAfterConnection(pausing, companyId)),
  };
  const verifySession = createVerifySession({
    clientSecret: config.PIPEDRIVE_CLIENT_SECRET,
    clock,
    isConnected: createIsConnected(installStores),
  });
  const work = composeWork(base, {
    stores,
    access,
    jobs,
    metrics,
    install,
    getInstallation,
    verifySession,
    atBoundary: options.atBoundary ?? (() => undefined),
    workerOptions: options.workerOptions ?? {},
    lockMs: options.lockMs,
  });
  const erasing: InstallDeps = {
    ...install,
    erasers: [
      ...(['links', 'runs', 'chunks', 'history'] as const).map((name) => ({
        name,
        erase: stores[name].erase,
        sweep: stores[name].erase,
      })),
      createMappingEraser(stores.mappings),
      access.budget.eraser,
      { name: 'accounts', erase: accounts.remove },
    ],
  };

  const settings = {
    ...erasing,
    getInstallation,
    verifySession,
    hasActiveRun: stores.runs.hasActive,
    onWebsiteFieldChanged: stores.links.forgetMatches,
    budgetStatus: access.budget.status,
    looksLikeWebsite: (text: string) => websiteKeys(text).kind === 'candidates',
    fieldNames: createFieldNames({ pipedrive: access.pipedrive, clock }),
  };
  const mapping = {
    ...base,
    ...stores,
    verifySession,
    pipedrive: access.pipedrive,
    getInstallation,
    inferredPlan: async (companyId: number) =>
      planOfBurst((await access.budget.status(companyId)).burstLimit),
    connectedUserIds: async (companyId: number) =>
      (await installStores.connections.list(companyId)).map(({ userId }) => userId),
    canChangeSettings: (session: { companyId: number; userId: number }) =>
      mayChangeSettings(install, session),
    requireManager: work.requireManager,
    savePipedrivePlan: async (companyId: number, plan: 'lite' | 'growth' | 'premium' | 'ultimate') =>
      void (await installStores.installations.setPipedrivePlan(companyId, plan)),
  };
  const onPlanChanged = async (companyId: number) => {
    const account = await findAccount(companyId);
    if (account && planAllows(account.plan, 'enrich_all')) await resumeAfterPlan(pausing, companyId);
    else await stopForPlan(pausing, companyId);
  };

  defineRunJobs({ jobs, worker: work.worker });
  defineEraseJobs(jobs, erasing);

  return {
    app: createApp({
      log,
      metrics,
      appUrl: config.APP_URL,
      webUrl: config.PIPEDRIVE_WEB_URL,
      clientDir: options.clientDir,
      trustProxy: config.TRUST_PROXY,
      operatorToken: config.OPERATOR_TOKEN,
      checks: { database: async () => void (await db.db?.command({ ping: 1 })), jobs: jobs.check },
      features: [
        createInstallRouter(erasing),
        createAccountsRouter({ accounts, log, onPlanChanged, operatorToken: config.OPERATOR_TOKEN }),
        createSettingsRouter(settings),
        createMappingRouter(mapping),
        createRunsRouter({ verifySession, requireManager: work.requireManager, ...stores, clock }),
        work.enrichment.router,
      ],
    }),
    onPlanChanged,
    async prepare() {
      await ensureIndexes(stores);
      if (config.SAMPLE_STORES > 0 && (await stores.catalog.count()) === 0) {
        await loadSample({ catalog: stores.catalog, clock }, { count: config.SAMPLE_STORES, seed: 1 });
      }
    },
    async startWork() {
      await jobs.start();
      work.worker.start();
      await scheduleRunJobs({ jobs });
      await scheduleEraseJobs(jobs);
    },
    async stopWork() {
      await work.worker.stop();
      await jobs.stop();
      await access.budget.release();
    },
  };
}
