import { Router } from 'express';
import type { Config } from '../config.ts';
import type { InstallDeps } from '../install/install-deps.ts';
import type { GetInstallation } from '../install/installation.ts';
import { settingsPageOf } from '../install/settings-page.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { createMailPagesRouter } from '../notify/mail-pages.routes.ts';
import { createMailer, type Mailer } from '../notify/mailer.ts';
import { defineNotifyJobs, scheduleNotifyJobs } from '../notify/notify.jobs.ts';
import { createNotifyRouter } from '../notify/notify.routes.ts';
import type { NotifyDeps } from '../notify/notify-deps.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { VerifySession } from '../platform/endpoint.ts';
import type { Metrics } from '../platform/metrics.ts';
import { digestFactsOf } from './digest-facts.ts';
import type { Stores } from './stores.ts';

/** The daily error mail. */
export type Notify = {
  router: Router;
  /** Call once the queue has started. */
  schedule(): Promise<void>;
};

/** Makes the daily error mail; without a mail server it says so once and offers nothing. */
export function composeNotify(
  base: SteppingBase,
  parts: {
    config: Config;
    stores: Stores;
    install: InstallDeps;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
    jobs: Jobs;
    metrics: Metrics;
  },
): Notify {
  const { config, stores, install, jobs } = parts;
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = config;
  const { log } = base;
  const mailer = smtpUrl && from ? counted(createMailer({ smtpUrl, from, log }), parts.metrics) : null;
  if (!mailer) log.info('no daily error mail is offered: SMTP_URL is not set');
  const deps: NotifyDeps = {
    ...base,
    ...stores,
    keys: config.ENCRYPTION_KEYS,
    mailer,
    appUrl: config.APP_URL,
    getInstallation: parts.getInstallation,
    findAccount: stores.accounts.forCompany,
    facts: digestFactsOf(base, stores),
    settingsUrl: (companyId) => settingsPageOf(install, companyId),
  };
  defineNotifyJobs(jobs, deps);
  const router = Router().use(
    createNotifyRouter({ ...deps, verifySession: parts.verifySession }),
    createMailPagesRouter(deps),
  );
  return { router, schedule: () => scheduleNotifyJobs(jobs) };
}

/** A mailer that counts what became of its mails. */
function counted(mailer: Mailer, metrics: Metrics): Mailer {
  return {
    async send(mail) {
      const outcome = await mailer.send(mail);
      metrics.mails.inc({ outcome });
      return outcome;
    },
  };
}
