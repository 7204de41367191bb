import type { Express } from 'express';
import type { Connection } from 'mongoose';
import { createAccountsRouter } from './accounts/accounts.routes.ts';
import { createApp, createWatchApp } from './app.ts';
import { defineFeedJobs, scheduleFeedJobs } from './catalog/feed.jobs.ts';
import { loadSample } from './catalog/load-sample.ts';
import { composeAccess } from './composition/access.ts';
import { composeActivity } from './composition/activity.ts';
import { composeBudget } from './composition/budget.ts';
import { composeCatalog } from './composition/catalog.ts';
import { composeConnections } from './composition/connections.ts';
import { composeExpressions } from './composition/expressions.ts';
import { composeInbox } from './composition/inbox.ts';
import { composeInstall } from './composition/install.ts';
import { composeMapping } from './composition/mapping.ts';
import { composeNotify } from './composition/notify.ts';
import { composePausing } from './composition/pausing.ts';
import { composeReleases } from './composition/releases.ts';
import { composeSettings } from './composition/settings.ts';
import { composeSignals } from './composition/signals.ts';
import { createStores, ensureIndexes } from './composition/stores.ts';
import { tidyAll } from './composition/tidying.ts';
import { composeUndo } from './composition/undo.ts';
import { composeWork } from './composition/work.ts';
import type { Config } from './config.ts';
import type { InboxWorkerOptions } from './inbox/inbox-worker.ts';
import { defineEraseJobs, scheduleEraseJobs } from './install/erase.jobs.ts';
import { createGetInstallation } from './install/get-installation.ts';
import { createInstallRouter } from './install/install.routes.ts';
import { createIsConnected } from './install/install-parts.ts';
import { createPreferencesRouter } from './install/preferences.routes.ts';
import { createVerifySession } from './install/session-token.ts';
import { createJobs } from './jobs/agenda-jobs.ts';
import { calculateFor } from './mapping/calculated/calculate.ts';
import { createExpressionRouter } from './mapping/calculated/expression.routes.ts';
import { createConfigurationRouter } from './mapping/configuration/configuration.routes.ts';
import { draftMapping } from './mapping/draft-mapping.ts';
import { createMappingRouter } from './mapping/mapping.routes.ts';
import type { AtBoundary } from './platform/boundaries.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Log } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { defineRunJobs, scheduleRunJobs } from './runs/run-jobs.ts';
import type { RunWorkerOptions } from './runs/run-worker.ts';

export type ComposeOptions = {
  config: Config;
  db: Connection;
  log: Log;
  /** Folder of the built client. */
  clientDir: string;
  /** The built program that expressions run in, `dist/server/expression-worker.js`. */
  expressionWorker: string;
  clock?: Clock;
  /** Told of every boundary between two durable writes; tests end the process there. */
  atBoundary?: AtBoundary;
  workerOptions?: RunWorkerOptions;
  inboxOptions?: InboxWorkerOptions;
  /** How long a writer may hold one record, in milliseconds. */
  lockMs?: number;
};

/** The running parts, for `main`, `worker` and tests. */
export type Parts = {
  app: Express;
  /** What a worker serves: its figures, whether it lives and is ready. */
  watchApp: Express;
  /** Makes indexes and, where asked for, the sample catalogue. */
  prepare(): Promise<void>;
  /** Takes jobs and runs. */
  startWork(): Promise<void>;
  /** Finishes or hands back what is under way. */
  stopWork(): Promise<void>;
  onPlanChanged(companyId: number): Promise<void>;
  /** Gives a release that was published just now to all installations. */
  onReleasePublished(): Promise<void>;
};

/** The one place where parts are made and handed to each other. */
export async function compose(options: ComposeOptions): Promise<Parts> {
  const { config, db, log, clock = systemClock } = options;
  const base = { clock, log, atBoundary: options.atBoundary ?? (() => undefined) };
  const stores = createStores(db, config.ENCRYPTION_KEYS);
  const metrics = createMetrics({
    waitingEvents: stores.events.dangerousDepthAcrossCompanies,
    runsByState: stores.runs.dangerousCountByStateAcrossCompanies,
  });
  const catalog = composeCatalog(base, { config, stores });
  const jobs = createJobs({ db, log, pollMs: 1000, drainMs: 10_000 });
  const { accounts } = stores;

  const getInstallation = createGetInstallation({
    ...stores.install,
    findAccount: accounts.recentForCompany,
    keys: config.ENCRYPTION_KEYS,
  });
  const pausing = composePausing({
    runs: stores.runs,
    findAccount: accounts.forCompany,
    wake: () => {
      work.worker.wake();
      inbox.wake();
    },
  });
  const access = composeAccess(base, {
    config,
    metrics,
    stores,
    getInstallation,
    onBroken: (key) => connections.onBroken(key),
  });
  const install = composeInstall(base, {
    ...{ config, stores, access, jobs, pausing },
    onOrganizationUserChanged: (companyId) => inbox.onOrganizationUser(companyId),
  });
  const connections = composeConnections({ install, stores, access, jobs });
  const verifySession = createVerifySession({
    clientSecret: config.PIPEDRIVE_CLIENT_SECRET,
    clock,
    isConnected: createIsConnected(stores.install),
  });
  const expressions = composeExpressions(base, {
    stores,
    getInstallation,
    expressionWorker: options.expressionWorker,
  });
  const wake = () => work.worker.wake();
  const keys = config.ENCRYPTION_KEYS;
  const work = composeWork(base, {
    stores,
    keys,
    findKeys: catalog.findKeys,
    access,
    jobs,
    metrics,
    install,
    getInstallation,
    verifySession,
    workerOptions: options.workerOptions ?? {},
    lockMs: options.lockMs,
    calculate: (companyId, calculated, of, now) =>
      calculateFor(expressions, { companyId, calculated, stores: of, now }),
    draftMapping: (session, changes) => draftMapping(mapping, session, changes),
  });
  const { requireManager } = work;
  const inbox = composeInbox(base, {
    ...{ config, stores, access, jobs, metrics, getInstallation, verifySession, requireManager },
    ...{ startRun: work.startRun, answering: work.answering },
    options: options.inboxOptions ?? {},
  });
  const releases = composeReleases(base, { stores, jobs, getInstallation, verifySession, wake });
  const signals = composeSignals(base, {
    ...{ stores, access, jobs, getInstallation, verifySession, wake },
    lockMs: options.lockMs,
  });
  const mapping = composeMapping(base, { stores, access, install, getInstallation, requireManager });
  const undo = composeUndo({ stores, keys, work, verifySession });
  const notify = composeNotify(base, {
    ...{ config, stores, install, metrics, getInstallation, verifySession, jobs },
  });
  defineRunJobs({ jobs, worker: work.worker, tidy: () => tidyAll(stores, clock) });
  defineEraseJobs(jobs, install);
  defineFeedJobs(jobs, { ...base, ...stores, ...catalog, onPublished: releases.onPublished });

  const served = {
    ...{ log, metrics, operatorToken: config.OPERATOR_TOKEN, clientDir: options.clientDir },
    checks: { database: async () => void (await db.db?.command({ ping: 1 })), jobs: jobs.check },
    appUrl: config.APP_URL,
    webUrl: config.PIPEDRIVE_WEB_URL,
    trustProxy: config.TRUST_PROXY,
    ownBodies: [
      inbox.receiver,
      createExpressionRouter({ ...expressions, verifySession }),
      createConfigurationRouter({ ...mapping, verifySession }),
      createMappingRouter({ ...mapping, verifySession }),
    ],
    features: [
      createInstallRouter(install),
      createAccountsRouter({ ...pausing, accounts, log, operatorToken: config.OPERATOR_TOKEN }),
      composeSettings(base, { stores, access, install, getInstallation, verifySession }),
      createPreferencesRouter({
        ...stores,
        getInstallation,
        verifySession,
        requireManager,
        async onSaved(companyId) {
          await undo.onSaved(companyId);
          await releases.onDecided(companyId);
          await signals.onDecided(companyId);
        },
      }),
      releases.router,
      signals.router,
      composeBudget({ stores, access, work, getInstallation, verifySession }),
      composeActivity(base, { stores, access, work, getInstallation, verifySession }),
      notify.router,
      undo.router,
      work.enrichment.router,
      inbox.router,
    ],
  };

  return {
    app: createApp(served),
    watchApp: createWatchApp(served),
    onPlanChanged: pausing.onPlanChanged,
    async onReleasePublished() {
      await releases.onPublished();
      await signals.onPublished();
    },
    async prepare() {
      await ensureIndexes(stores);
      if (config.SAMPLE_STORES > 0 && (await stores.catalog.count()) === 0) {
        await loadSample({ catalog: stores.catalog, clock }, { count: config.SAMPLE_STORES, seed: 1 });
      }
    },
    async startWork() {
      await jobs.start();
      work.worker.start();
      await inbox.start();
      await scheduleRunJobs({ jobs });
      await releases.schedule();
      await signals.schedule();
      await scheduleEraseJobs(jobs);
      await connections.schedule();
      await notify.schedule();
      await scheduleFeedJobs(jobs, catalog);
    },
    async stopWork() {
      await work.worker.stop();
      await inbox.stop();
      await jobs.stop();
      await expressions.engine.close();
      await access.budget.release();
    },
  };
}
