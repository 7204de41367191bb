import { randomBytes, randomUUID } from 'node:crypto';
import express from 'express';
import registrationFile from '../../manifest/registration.json' with { type: 'json' };
import { apiRouter } from './api/api.ts';
import { letOtherAppsSpend } from './api/day-budget.ts';
import { createLimits } from './api/limits.ts';
import { sandboxClock } from './clock.ts';
import type { ControlDeps } from './control/control-action.ts';
import { controlRoutes } from './control/control-routes.ts';
import type { Exchange } from './exchange.ts';
import { addFault, type FaultWish } from './faults/add-fault.ts';
import { faultMiddleware } from './faults/fault-middleware.ts';
import { createHeldRequests, type HeldRequests } from './faults/held-requests.ts';
import { hostRoutes } from './host/host-routes.ts';
import { listenOnLoopback } from './listen.ts';
import { installFor, type TokenAnswer } from './oauth/grants.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import { uninstallApp } from './oauth/uninstall.ts';
import { createPeople, type People } from './people/people.ts';
import type { Registration } from './registration.ts';
import type { SandboxDeps } from './sandbox-deps.ts';
import { createSchedule } from './schedule.ts';
import { type SeedOptions, seedWorld } from './seed/seed-world.ts';
import { createRecords, type RecordEvent } from './state/records.ts';
import { loadWorld, worldFile } from './state/world-file.ts';
import { storeLeadsRoutes, storeLeadsUrl } from './store-leads/store-leads-routes.ts';
import { createTimeMachine } from './time-machine.ts';
import { hostDepsOf } from './web/host-deps-of.ts';
import { marketplacePages } from './web/marketplace.ts';
import { mintSignedToken } from './web/signed-token.ts';
import { createDeliveries } from './webhooks/deliveries.ts';
import { createWebhookDesk, type WebhookDesk } from './webhooks/webhook-desk.ts';
import type { Fault, World } from './world.ts';

export type SandboxOptions = {
  /** 0 or absent: a free port. */
  port?: number;
  /** Where the app is reached, e.g. `http://127.0.0.1:3000`. */
  appUrl: string;
  /** Origin handed out with tokens; the sandbox's own unless said. */
  apiDomain?: string;
  /** Keep the world here; a world found here is gone on with. */
  dataDir?: string;
  clientId?: string;
  clientSecret?: string;
  /** Key of the pretend Store Leads API; an invented one unless said. */
  storeLeadsKey?: string;
  seed?: number;
  /** Moved by its owner alone; without one the sandbox runs on the machine's clock. */
  clock?: { now(): Date };
  organizations?: number;
  persons?: number;
  /** Off: neither daily budget nor burst limit. */
  limits?: boolean;
  /** The app's registration; manifest/registration.json unless said. */
  registration?: Registration;
  /** Put behind every name, e-mail, address and custom text of the seeded world. */
  canary?: string;
  /** The app's operator interface, to show and set the company's Store Leads plan in the control page. */
  appOperator?: { url: string; token: string };
  /** Sees every request to the API and the token endpoint with its answer. */
  observe?(exchange: Exchange): void;
};

export type Sandbox = {
  /** `http://localhost:PORT`, no slash at the end. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** The pretend Store Leads API: base address and key. */
  storeLeads: { url: string; apiKey: string };
  world: World;
  deps: SandboxDeps;
  setAppUrl(url: string): void;
  setApiDomain(url: string): void;
  /** Installs the app for a user without the consent page. */
  install(userId: number): TokenAnswer;
  /** Removes the app for a user and tells the app; gives the app's status. */
  uninstall(userId: number): Promise<number | null>;
  /** Arms a fault; by default for the next one request. */
  addFault(wish: FaultWish): Fault;
  /** Requests that a `hold` fault keeps waiting. */
  held: HeldRequests;
  /** Deliveries to webhooks: what is under way, and troubles for them. */
  webhooks: WebhookDesk;
  /** Other people of the company, who edit, create, delete, restore and merge at random. */
  people: People;
  /** Other apps spend about so many tokens a day from now on, at random along the clock; 0 ends it. */
  letOtherAppsSpend(perDay: number): void;
  /** Moves the sandbox's clock; everything due happens at its moment, and deliveries are waited for. */
  advance(ms: number): Promise<void>;
  /** Lets the ten seconds pass that an answer to a delivery is waited for. */
  endPatience(): Promise<void>;
  /** Runs what has come due, where a test moved the clock it gave. */
  wake(): void;
  /** A token as frames of the app receive it. */
  signedToken(userId: number, companyId?: number): Promise<string>;
  close(): Promise<void>;
};

/** Starts a pretend Pipedrive on the loopback interface. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const registration: Registration = options.registration ?? registrationFile;
  const fresh = (): World => seedWorld(seedOptions(options, registration));
  const world = (options.dataDir === undefined ? null : loadWorld(options.dataDir)) ?? fresh();
  if (options.storeLeadsKey) world.app.storeLeadsKey = options.storeLeadsKey;
  const clock = sandboxClock(world, options.clock);
  const file = worldFile(world, options.dataDir);
  let appUrl = options.appUrl;
  let apiDomain = options.apiDomain;
  let url = '';
  const save = () => file.save();
  const schedule = createSchedule(clock, options.clock === undefined);
  const deliveries = createDeliveries({ world, clock, schedule, save });
  const emit = (event: RecordEvent) => {
    deliveries.take(event);
    save();
  };
  const webhooks = createWebhookDesk({ world, clock, deliveries });
  const time = createTimeMachine({ world, clock, schedule, deliveries });
  const deps: SandboxDeps = {
    world,
    clock,
    schedule,
    deliveries,
    registration,
    records: createRecords({ world, clock, emit }),
    appUrl: () => appUrl,
    apiDomain: () => apiDomain ?? url,
    save,
  };
  const people = createPeople(deps);
  const observe = options.observe ?? (() => {});
  const held = createHeldRequests();
  const freshWorld: ControlDeps['freshWorld'] = (wish) => {
    const sizes = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
    return seedWorld({ ...seedOptions(options, registration), ...world.app, ...sizes });
  };
  const app = express().disable('x-powered-by').set('etag', false);
  app.use(
    '/__control',
    controlRoutes({ ...deps, held, webhooks, people, freshWorld, appOperator: options.appOperator }),
  );
  app.use(faultMiddleware({ world, held, save: deps.save }));
  const { reachable } = deliveries;
  app.use(apiRouter({ ...deps, reachable, ownOrigin: () => url, limits: createLimits(deps), observe }));
  app.use(storeLeadsRoutes(deps));
  app.use(oauthRoutes({ ...deps, observe }));
  app.use(marketplacePages(deps));
  app.use(hostRoutes(hostDepsOf(deps)));

  const server = await listenOnLoopback(app, options.port ?? 0);
  url = `http://localhost:${server.port}`;
  file.save();
  return {
    url,
    clientId: world.app.clientId,
    clientSecret: world.app.clientSecret,
    storeLeads: { url: storeLeadsUrl(url), apiKey: world.app.storeLeadsKey },
    world,
    deps,
    setAppUrl: (next) => {
      appUrl = next;
    },
    setApiDomain: (next) => {
      apiDomain = next;
    },
    install: (userId) => installFor(deps, userId, [...world.settings.scopes]),
    uninstall: (userId) => uninstallApp(deps, userId),
    addFault: (wish) => addFault(world, wish),
    held,
    webhooks,
    people,
    letOtherAppsSpend: (perDay) => letOtherAppsSpend(world, clock.now(), perDay),
    ...time,
    wake: schedule.wake,
    signedToken: (userId, companyId = world.company.id) => mintSignedToken(deps, { userId, companyId }),
    close: async () => {
      schedule.close();
      deliveries.close();
      await server.close();
      file.flush();
    },
  };
}

function seedOptions(options: SandboxOptions, registration: Registration): SeedOptions {
  return {
    clientId: options.clientId ?? randomBytes(8).toString('hex'),
    clientSecret: options.clientSecret ?? randomBytes(20).toString('hex'),
    storeLeadsKey: options.storeLeadsKey ?? randomUUID(),
    scopes: registration.scopes,
    now: (options.clock ?? { now: () => new Date() }).now(),
    seed: options.seed ?? 1,
    organizations: options.organizations ?? 300,
    persons: options.persons ?? 500,
    limits: options.limits ?? true,
    canary: options.canary ?? '',
  };
}
