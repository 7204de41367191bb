import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Connection } from 'mongoose';
import { createStores, ensureIndexes } from '../../server/composition/stores.ts';
import { createArrivalTally } from '../../server/inbox/arrival-tally.ts';
import { checkSubscription } from '../../server/inbox/check-subscription.ts';
import { ensureSubscription } from '../../server/inbox/ensure-subscription.ts';
import type { InboxEvent } from '../../server/inbox/inbox-event.ts';
import { createInboxWorker, type InboxWorkerOptions } from '../../server/inbox/inbox-worker.ts';
import { createKnownAddresses } from '../../server/inbox/known-addresses.ts';
import { readEvent } from '../../server/inbox/read-event.ts';
import { createReceiverRouter } from '../../server/inbox/receiver.routes.ts';
import { createStoreEvent } from '../../server/inbox/store-event.ts';
import type { SubscriptionDeps } from '../../server/inbox/subscription-deps.ts';
import { createTakeIn } from '../../server/inbox/take-in.ts';
import { basicHeader, openSecret } from '../../server/inbox/webhook-secret.ts';
import type { BlockDeps } from '../../server/inbox/work-block.ts';
import type { Installation } from '../../server/install/installation.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { randomId } from '../../server/platform/crypto.ts';
import { createLog } from '../../server/platform/log.ts';
import { errorHandler, notFound } from '../../server/web/error-handler.ts';
import { openBudget } from '../pipedrive/gateway.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { movableClock } from './movable-clock.ts';

export type InboxWorld = Awaited<ReturnType<typeof startInboxWorld>>;
export type Answer = BlockDeps['answer'];

/** The receiving half of the inbox before the sandbox, on a real database; what events mean is the test's own. */
export async function startInboxWorld(db: Connection, options: { organizations?: number } = {}) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = movableClock();
  const sandbox = await startCheckedSandbox({
    appUrl: url,
    clock,
    limits: false,
    organizations: options.organizations ?? 20,
    persons: 5,
  });
  const users = sandbox.world.users.filter(({ isAdmin }) => isAdmin);
  const admin = users[0]?.id ?? 0;
  const companyId = sandbox.world.company.id;
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const grants = new Map<number, string>();
  const grant = async ({ userId }: { userId: number }, rejected?: string) => {
    const known = grants.get(userId);
    const accessToken = known && known !== rejected ? known : sandbox.install(userId).access_token;
    grants.set(userId, accessToken);
    return { accessToken, apiDomain: sandbox.url };
  };
  const pipedrive = createPipedrive({
    tokens: { fresh: (caller) => grant(caller), afterRejection: grant },
    budget: openBudget().budget,
    ...{ clock, log, random: () => 0 },
  });
  const keys = [{ id: 'test', key: randomBytes(32) }] as const;
  const stores = createStores(db, keys);
  await ensureIndexes(stores);
  const installations = new Map<number, Installation>();
  const install = (id: number): Installation => {
    const installation: Installation = {
      companyId: id,
      epoch: randomUUID(),
      accountId: 'account',
      plan: 'enterprise',
      platformScope: null,
      state: 'active',
      organizationUserId: admin,
      websiteField: 'website',
      fieldPrefix: 'Store Leads: ',
      budgetSharePercent: 40,
      pipedrivePlan: null,
      tagKey: randomBytes(16),
    };
    installations.set(id, installation);
    return installation;
  };
  const installation = install(companyId);
  const getInstallation = async (id: number) => installations.get(id) ?? null;
  const repairs: { companyId: number; epoch: string }[] = [];
  const repairing = { isUnderWay: false };
  const deps: SubscriptionDeps = {
    ...{ clock, log, keys, pipedrive, getInstallation, randomId },
    ...{ subscriptions: stores.subscriptions, events: stores.events, links: stores.links, appUrl: url },
    adminOf: async () => admin,
    atBoundary: () => undefined,
    async startRepair({ companyId: id, epoch }) {
      if (repairing.isUnderWay) return false;
      repairs.push({ companyId: id, epoch });
      return true;
    },
  };
  const passed: Boundary[] = [];
  const deliveries: string[] = [];
  const count = createArrivalTally({ clock, log, subscriptions: stores.subscriptions });
  const app = express()
    .use(
      createReceiverRouter({
        clock,
        readEvent,
        takeIn: createTakeIn({
          ...{ clock, getInstallation, linksOf: stores.links.ofOrganizations },
          getMapping: async (id) => defaultMapping(id),
          putBack: async () => 0,
          hasArrived: async () => false,
        }),
        storeEvent: createStoreEvent({
          ...{ events: stores.events, getInstallation, foldMs: 2000 },
          atBoundary: (name) => void passed.push(name),
        }),
        findAddress: createKnownAddresses({ subscriptions: stores.subscriptions, clock, keys }),
        count,
        onDelivery: (outcome) => void deliveries.push(outcome),
        onStored: () => undefined,
      }),
    )
    .use(notFound)
    .use(errorHandler(log));
  server.on('request', app);
  const key = { companyId, epoch: installation.epoch, objectType: 'organization' as const };

  return {
    ...{ db, url, clock, sandbox, admin, companyId, installation, installations, install, stores, deps, key },
    ...{ repairs, repairing, deliveries, passed, lines, users },
    subscription: () => stores.subscriptions.get(key),
    check: async (more: { list?: boolean } = {}) => {
      await ensureSubscription(deps, key);
      await checkSubscription(deps, key, more);
    },
    /** Sends something to the address, with the right credentials unless told otherwise. */
    async deliver(body: unknown, headers: Record<string, string> = {}): Promise<number> {
      const subscription = await stores.subscriptions.get(key);
      if (!subscription) throw new Error('there is no address');
      const response = await fetch(`${url}/webhooks/pipedrive/${subscription.address}`, {
        method: 'POST',
        headers: {
          authorization: basicHeader(openSecret(keys, subscription)),
          'content-type': 'application/json',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      await response.arrayBuffer();
      return response.status;
    },
    startWorker(answer: Answer, given: InboxWorkerOptions & { crashAt?: Boundary } = {}) {
      const { crashAt, ...workerOptions } = given;
      const outcomes: string[] = [];
      const worker = createInboxWorker(
        {
          ...{ clock, log, getInstallation, randomId, answer },
          ...{ events: stores.events, claims: stores.claims },
          waitsUntil: async () => null,
          onAnswered: (outcome) => void outcomes.push(outcome),
          atBoundary: (name) => {
            if (name === crashAt) throw new Error('this process is dead');
          },
        },
        { pollMs: 20, foldMs: 2000, leaseMs: 2000, ...workerOptions },
      );
      worker.start();
      return { ...worker, outcomes };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await sandbox.close();
    },
  };
}

/** An event as the inbox keeps it. */
export function anEvent(
  scope: { companyId: number; epoch: string },
  recordId: number,
  more: Partial<InboxEvent> = {},
): InboxEvent {
  const now = new Date();
  return {
    eventId: randomUUID(),
    companyId: scope.companyId,
    epoch: scope.epoch,
    objectType: 'organization',
    recordId,
    action: 'change',
    at: now,
    receivedAt: now,
    userId: 1,
    source: 'app',
    updateTime: `${now.toISOString().slice(0, 19)}Z`,
    mergedTo: null,
    mergedFrom: null,
    domains: null,
    mailDomains: [],
    websiteField: null,
    websiteChanged: false,
    mappingVersion: 1,
    fields: {},
    changed: [],
    changedMore: true,
    ...more,
  };
}
