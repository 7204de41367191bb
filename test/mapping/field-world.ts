import express from 'express';
import type { Connection } from 'mongoose';
import request from 'supertest';
import { createMappingRouter } from '../../server/mapping/mapping.routes.ts';
import { createMappingStore } from '../../server/mapping/mapping.store.ts';
import type { MappingDeps, MappingInstallation } from '../../server/mapping/mapping-deps.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import { AppError } from '../../server/platform/errors.ts';
import { silentLog } from '../../server/platform/log.ts';
import { errorHandler } from '../../server/web/error-handler.ts';
import { openBudget } from '../pipedrive/gateway.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { fakeClock } from '../support/fake-clock.ts';

/** Users of the sandbox's company. */
export const admin = 9001;
export const otherAdmin = 9002;
export const regular = 9003;
export const mayNotAddFields = 9004;

export type FieldWorld = Awaited<ReturnType<typeof startFieldWorld>>;

/** The routes of the mapping before a sandbox of their own, a real gateway and a real database. */
export async function startFieldWorld(db: Connection) {
  const sandbox = await startCheckedSandbox({
    appUrl: 'http://app.example',
    limits: false,
    organizations: 3,
    persons: 3,
  });
  const companyId = sandbox.world.company.id;
  const mappings = createMappingStore(db);
  await mappings.ensureIndexes();
  await mappings.remove(companyId);
  const installation: MappingInstallation = {
    companyId,
    epoch: 'epoch-1',
    fieldPrefix: 'Store Leads',
    pipedrivePlan: null,
  };
  const state = {
    installation: installation as MappingInstallation | null,
    inferred: null as MappingInstallation['pipedrivePlan'],
  };
  const clock = fakeClock({ auto: true });
  const grants = new Map(
    [admin, otherAdmin, regular, mayNotAddFields].map((id) => [id, sandbox.install(id).access_token]),
  );
  const grant = async ({ userId }: { userId: number }) => ({
    accessToken: grants.get(userId) ?? '',
    apiDomain: sandbox.url,
  });
  const deps: MappingDeps = {
    clock,
    log: silentLog,
    mappings,
    pipedrive: createPipedrive({
      tokens: { fresh: grant, afterRejection: grant },
      budget: openBudget().budget,
      clock,
      log: silentLog,
      random: () => 0,
    }),
    getInstallation: async () => state.installation,
    inferredPlan: async () => state.inferred,
    connectedUserIds: async () => [...grants.keys()],
    canChangeSettings: async ({ userId }) => userId !== regular,
    requireManager: async ({ userId }) => {
      if (userId === regular) throw new AppError({ code: 'not_allowed', status: 403, message: 'No.' });
    },
    savePipedrivePlan: async (_, pipedrivePlan) => {
      if (state.installation) state.installation = { ...state.installation, pipedrivePlan };
    },
  };
  return {
    sandbox,
    deps,
    state,
    clock,
    companyId,
    app: appFor(deps, companyId),
    close: () => sandbox.close(),
  };
}

function appFor(deps: MappingDeps, companyId: number) {
  const app = express();
  app.use(express.json());
  const verifySession = async ({ headers }: express.Request) => {
    const userId = Number(headers['x-user']);
    if (!userId) throw new AppError({ code: 'no_session', status: 401, message: 'Sign in.' });
    return { companyId, userId };
  };
  app.use(createMappingRouter({ ...deps, verifySession }));
  app.use(errorHandler(silentLog));
  return app;
}

/** Calls a route as a user. */
export function asUser({ app }: FieldWorld, userId: number) {
  return {
    list: () => request(app).get('/api/fields').set('x-user', String(userId)),
    create: (create: string[], takeOver: string[] = []) =>
      request(app).post('/api/fields').set('x-user', String(userId)).send({ create, takeOver }),
    plan: (pipedrivePlan: string) =>
      request(app).put('/api/fields/plan').set('x-user', String(userId)).send({ pipedrivePlan }),
    enable: (source: string, enabled: boolean) =>
      request(app).put(`/api/fields/${source}`).set('x-user', String(userId)).send({ enabled }),
  };
}

/** Names of the company's live custom organization fields that the app would call its own. */
export function prefixedFields(sandbox: Sandbox): string[] {
  return sandbox.world.fields
    .filter(
      (field) =>
        field.entity === 'organization' && !field.isDeleted && field.name.startsWith('Store Leads: '),
    )
    .map((field) => field.name)
    .sort();
}
