import express from 'express';
import type { Connection } from 'mongoose';
import request from 'supertest';
import { createConfigurationRouter } from '../../server/mapping/configuration/configuration.routes.ts';
import { createMappingVersionStore } from '../../server/mapping/configuration/mapping-versions.store.ts';
import { createMappingRouter } from '../../server/mapping/mapping.routes.ts';
import { createMappingStore } from '../../server/mapping/mapping.store.ts';
import type { ObjectType } from '../../server/mapping/mapping.ts';
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
  const mappingVersions = createMappingVersionStore(db);
  for (const store of [mappings, mappingVersions]) {
    await store.ensureIndexes();
    await store.remove(companyId);
  }
  const state = {
    installation: installationOf(companyId) as MappingInstallation | null,
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
    mappingVersions,
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
    saveFieldPrefix: async (_, fieldPrefix) => {
      if (state.installation) state.installation = { ...state.installation, fieldPrefix };
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

/** An installation of the company as this feature sees it. */
export function installationOf(companyId: number, epoch = 'epoch-1'): MappingInstallation {
  return {
    companyId,
    epoch,
    plan: 'enterprise',
    fieldPrefix: 'Store Leads',
    websiteField: 'website',
    pipedrivePlan: null,
  };
}

function appFor(deps: MappingDeps, companyId: number) {
  const app = express();
  const verifySession = async ({ headers }: express.Request) => {
    const userId = Number(headers['x-user']);
    if (!userId) throw new AppError({ code: 'no_session', status: 401, message: 'Sign in.' });
    return { companyId, userId };
  };
  app.use(createConfigurationRouter({ ...deps, verifySession }));
  app.use(createMappingRouter({ ...deps, verifySession }));
  app.use(errorHandler(silentLog));
  return app;
}

/** Calls a route as a user. */
export function asUser({ app }: FieldWorld, userId: number) {
  const as = (test: request.Test) => test.set('x-user', String(userId));
  return {
    view: () => as(request(app).get('/api/mapping')),
    check: (changes: object) => as(request(app).post('/api/mapping/check')).send(changes),
    save: (changes: object) => as(request(app).put('/api/mapping')).send(changes),
    create: (create: string[], takeOver: string[] = [], objectType: ObjectType = 'organization') =>
      as(request(app).post('/api/mapping/fields')).send({ objectType, create, takeOver }),
    plan: (pipedrivePlan: string) => as(request(app).put('/api/mapping/plan')).send({ pipedrivePlan }),
    versions: () => as(request(app).get('/api/mapping/versions')),
    restore: (edition: number, seen: number) =>
      as(request(app).post(`/api/mapping/versions/${edition}/restore`)).send({ edition: seen }),
    checkVersion: (edition: number) => as(request(app).post(`/api/mapping/versions/${edition}/check`)),
    exportFile: () => as(request(app).get('/api/configuration')),
    checkFile: (text: string) => as(request(app).post('/api/configuration/check')).send({ text }),
    importFile: (text: string, edition: number) =>
      as(request(app).post('/api/configuration')).send({ text, edition }),
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
