import { randomUUID } from 'node:crypto';
import express from 'express';
import type { CatalogStore } from '../../server/catalog/catalog.store.ts';
import { createEnrichment } from '../../server/enrichment/enrichment.ts';
import type { EnrichmentDeps } from '../../server/enrichment/enrichment-deps.ts';
import type { createLinkStore } from '../../server/enrichment/link.store.ts';
import type { Installation } from '../../server/install/installation.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import type { Mapping } from '../../server/mapping/mapping.ts';
import type { BudgetStatus } from '../../server/pipedrive/ports.ts';
import type { Pipedrive } from '../../server/pipedrive/types.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { AppError } from '../../server/platform/errors.ts';
import type { Log } from '../../server/platform/log.ts';
import type { ChunkStore } from '../../server/runs/chunk.store.ts';
import type { createHistoryStore } from '../../server/runs/history.store.ts';
import type { RunStore } from '../../server/runs/run.store.ts';
import type { Run } from '../../server/runs/run.ts';
import { runViewOf } from '../../server/runs/run-view.ts';
import { createRunWorker, type RunWorker } from '../../server/runs/run-worker.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { createRunsRouter } from '../../server/runs/runs.routes.ts';
import { startRun as beginRun } from '../../server/runs/start-run.ts';
import { errorHandler } from '../../server/web/error-handler.ts';

export const admin = 9001;
export const regular = 9003;

/** What all processes of a world have in common. */
type Shared = {
  log: Log;
  stores: {
    runs: RunStore;
    chunks: ChunkStore;
    history: ReturnType<typeof createHistoryStore>;
    links: ReturnType<typeof createLinkStore>;
    catalog: CatalogStore;
  };
  pipedrive: Pipedrive;
  installations: Map<number, Installation>;
  mapping: Mapping;
  budget: BudgetStatus;
  companyId: number;
};
export type Process = {
  startRun(order: Parameters<typeof beginRun>[1]): Promise<Run>;
  viewRun(run: Run): Promise<RunView>;
  worker: RunWorker;
  app: express.Express;
  life: { dead: boolean };
};
export type Hooks = {
  atBoundary?(name: Boundary): void;
  calculate?: EnrichmentDeps['calculate'];
};

/** A process of the app: its own worker, routes and boundaries on the shared database. */
export function startProcessOn(shared: Shared, hooks: Hooks): Process {
  const { log, stores, pipedrive, installations, mapping, budget, companyId } = shared;
  const life = { dead: false };
  const mortal = <T extends object>(part: T): T => mortalPart(part, life);
  const parts = {
    clock: systemClock,
    log,
    runs: mortal(stores.runs),
    chunks: mortal(stores.chunks),
    history: mortal(stores.history),
    links: mortal(stores.links),
    pipedrive: mortal(pipedrive),
    randomId: () => randomUUID(),
    verifySession: async (request: express.Request) => {
      const [company, user] = (request.get('x-session') ?? `${companyId} ${admin}`).split(' ').map(Number);
      return { companyId: company ?? 0, userId: user ?? 0 };
    },
    requireManager: async ({ userId }: { userId: number }) => {
      if (userId === regular)
        throw new AppError({ code: 'not_allowed', status: 403, message: 'Ask an admin.' });
    },
    getInstallation: async (id: number) => installations.get(id) ?? null,
    currentEpoch: async (id: number) => installations.get(id)?.epoch ?? null,
  };
  const beginning = { ...parts, jobs: { now: async () => {} } };
  const startHere: Process['startRun'] = (order) => beginRun(beginning, order);
  const viewHere: Process['viewRun'] = (run) => runViewOf(parts, run, systemClock.now());
  const enrichment = createEnrichment({
    ...parts,
    // What a process holds that is made to die is soon free; the others have the time they have in earnest.
    lockMs: hooks.atBoundary ? 4000 : 30_000,
    isStreamHealthy: async () => false,
    budgetStatus: async () => budget,
    findKeys: stores.catalog.findKeys,
    findStores: stores.catalog.findStores,
    getMapping: async () => structuredClone(mapping),
    mappingOf: async (_, objectType) =>
      objectType === 'organization' ? structuredClone(mapping) : defaultMapping(companyId, objectType),
    draftMapping: async () => {
      throw new Error('this world saves its mapping at once');
    },
    calculate: hooks.calculate ?? null,
    readToWrite: () => undefined,
    markFieldBroken: async (_, { fieldCode, code }) => {
      for (const entry of mapping.entries) {
        if (entry.target?.code === fieldCode) entry.broken = { code, since: new Date() };
      }
    },
    startRun: startHere,
    viewRun: viewHere,
    atBoundary(name) {
      if (life.dead) throw new Error('this process is dead');
      try {
        hooks.atBoundary?.(name);
      } catch (error) {
        life.dead = true;
        throw error;
      }
    },
  });
  const options = { leaseMs: 1000, pollMs: 60, concurrency: 4 };
  const worker = createRunWorker({ ...parts, work: enrichment.work }, options);
  const app = express().use(
    express.json(),
    createRunsRouter({ ...parts, wake: () => worker.wake(), timeLeft: async (_, { records }) => records }),
    enrichment.router,
    errorHandler(log),
  );
  return { startRun: startHere, viewRun: viewHere, worker, app, life };
}

/** A part of a process that does nothing any more once the process is dead. */
function mortalPart<T extends object>(part: T, life: { dead: boolean }): T {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        if (life.dead) return Promise.reject(new Error('this process is dead'));
        return member.apply(target, args);
      };
    },
  });
}
