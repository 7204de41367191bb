import type { Router } from 'express';
import { planAllows } from '../accounts/gates.ts';
import type { Config } from '../config.ts';
import type { AnswerEvents, PutBack } from '../inbox/answering.ts';
import { createArrivalTally } from '../inbox/arrival-tally.ts';
import { createInboxWorker, defaultFoldMs, type InboxWorkerOptions } from '../inbox/inbox-worker.ts';
import { createKnownAddresses } from '../inbox/known-addresses.ts';
import { readEvent } from '../inbox/read-event.ts';
import { createReceiverRouter } from '../inbox/receiver.routes.ts';
import { createStoreEvent } from '../inbox/store-event.ts';
import type { SubscriptionDeps } from '../inbox/subscription-deps.ts';
import { createTakeIn } from '../inbox/take-in.ts';
import { askForCheck, defineWebhookJobs, scheduleWebhookJobs } from '../inbox/webhook.jobs.ts';
import { createWebhooksRouter } from '../inbox/webhooks.routes.ts';
import type { GetInstallation, Installation } from '../install/installation.ts';
import { getPreferences } from '../install/preferences.ts';
import { quietUntil } from '../install/quiet-hours.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { getMapping } from '../mapping/get-mapping.ts';
import { randomId } from '../platform/crypto.ts';
import type { SteppingBase } from '../platform/deps.ts';
import type { Session, VerifySession } from '../platform/endpoint.ts';
import { isAppError } from '../platform/errors.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { Run } from '../runs/run.ts';
import type { RunOrder } from '../runs/start-run.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';

/** Changes in Pipedrive as the rest of the app sees them. */
export type Inbox = {
  /** The address of deliveries; reads bodies itself. */
  receiver: Router;
  /** What the settings page asks. */
  router: Router;
  /** Answers events until told to stop; schedules the checks. Call after the queue has started. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Something events may have waited for has changed: the worker looks again. */
  wake(): void;
  /** The organization connection is there, or is another user's: Pipedrive is asked in that user's name. */
  onOrganizationUser(companyId: number): Promise<void>;
};

/** Makes what receives events, answers them, and sees that they come. */
export function composeInbox(
  base: SteppingBase,
  parts: {
    config: Config;
    stores: Stores;
    access: Access;
    jobs: Jobs;
    metrics: Metrics;
    getInstallation: GetInstallation;
    verifySession: VerifySession;
    requireManager(session: Session): Promise<void>;
    startRun(order: RunOrder): Promise<Run>;
    answering: { answerEvents: AnswerEvents; putBack: PutBack };
    options: InboxWorkerOptions;
  },
): Inbox {
  const { config, stores, access, jobs, metrics, getInstallation } = parts;
  const { subscriptions, events, claims, links } = stores;
  const subscribing: SubscriptionDeps = {
    ...base,
    ...{ subscriptions, events, links, getInstallation, randomId },
    pipedrive: access.pipedrive,
    appUrl: config.APP_URL,
    keys: config.ENCRYPTION_KEYS,
    adminOf: adminOf(stores),
    async startRepair({ companyId, epoch }) {
      const order = { companyId, epoch, kind: 'repair' as const, userId: 0, planned: null };
      try {
        await parts.startRun(order);
        return true;
      } catch (error) {
        if (isAppError(error, 'run_active')) return false;
        throw error;
      }
    },
  };

  async function answering(installation: Installation) {
    const { preferences } = await getPreferences(stores, installation);
    const automatic = preferences.automatic && planAllows(installation.plan, 'automatic_enrichment');
    return { automatic, quietUntil: quietUntil(preferences.quietHours, base.clock.now()) };
  }

  const worker = createInboxWorker(
    {
      ...base,
      ...{ events, claims, getInstallation, randomId },
      async waitsUntil(installation) {
        // Without the connection nothing can be read or written; it is looked at again before long.
        if (installation.organizationUserId === null) return new Date(base.clock.now().getTime() + 60_000);
        return (await answering(installation)).quietUntil;
      },
      answer: ({ key: { companyId, epoch, recordId: orgId }, events: of }) =>
        parts.answering.answerEvents({ key: { companyId, epoch, orgId }, events: of }),
      onAnswered(outcome, waitedSeconds) {
        metrics.webhookAnswers.inc({ outcome });
        if (outcome !== 'failed' && outcome !== 'dead') metrics.webhookWaitSeconds.observe(waitedSeconds);
      },
    },
    parts.options,
  );

  const receiver = createReceiverRouter({
    clock: base.clock,
    readEvent,
    takeIn: createTakeIn({
      clock: base.clock,
      getInstallation,
      getMapping: (companyId) => getMapping(stores, companyId, 'organization'),
      linksOf: links.ofOrganizations,
      putBack: parts.answering.putBack,
      hasArrived: events.has,
    }),
    storeEvent: createStoreEvent({
      ...{ events, getInstallation, atBoundary: base.atBoundary },
      foldMs: parts.options.foldMs ?? defaultFoldMs,
    }),
    findAddress: createKnownAddresses({ subscriptions, clock: base.clock, keys: config.ENCRYPTION_KEYS }),
    count: createArrivalTally({ ...base, subscriptions }),
    onDelivery: (outcome) => metrics.webhookDeliveries.inc({ outcome }),
    onStored: worker.notify,
  });

  defineWebhookJobs(jobs, {
    ...subscribing,
    ...{ events, claims },
    dangerousInstallationsAcrossCompanies: stores.install.installations.dangerousPageAcrossCompanies,
  });

  return {
    receiver,
    router: createWebhooksRouter({
      ...subscribing,
      ...{ events, answering },
      verifySession: parts.verifySession,
      requireManager: parts.requireManager,
      wake: worker.wake,
    }),
    async start() {
      worker.start();
      await scheduleWebhookJobs(jobs, subscribing);
    },
    stop: worker.stop,
    wake: worker.wake,
    async onOrganizationUser(companyId) {
      worker.wake();
      const installation = await getInstallation(companyId);
      if (installation) await askForCheck(jobs, installation);
    },
  };
}

/** An admin in whose name everything is told; the user who does automatic work where that is one. */
function adminOf({ install: { connections } }: Stores): SubscriptionDeps['adminOf'] {
  return async ({ companyId, epoch }, userId) => {
    const admins = (await connections.list(companyId)).filter(
      (connection) => connection.isAdmin && connection.state === 'ok' && connection.epoch === epoch,
    );
    return (admins.find((admin) => admin.userId === userId) ?? admins[0])?.userId ?? null;
  };
}
