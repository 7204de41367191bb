import { randomBytes, randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import { createLinkStore } from '../../server/enrichment/link.store.ts';
import type { Installation } from '../../server/install/installation.ts';
import { defaultMapping } from '../../server/mapping/default-mapping.ts';
import { catalogField } from '../../server/mapping/fields/field-catalog.ts';
import type { Mapping } from '../../server/mapping/mapping.ts';
import { endpoints } from '../../server/pipedrive/endpoints.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { BudgetStatus } from '../../server/pipedrive/ports.ts';
import type { Pipedrive } from '../../server/pipedrive/types.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { createLog } from '../../server/platform/log.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { createHistoryStore } from '../../server/runs/history.store.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { openBudget } from '../pipedrive/gateway.ts';
import { aBudgetStatus } from '../support/budget-status.ts';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { waitFor } from '../support/wait-for.ts';
import { admin, type Hooks, type Process, regular, startProcessOn } from './enrichment-process.ts';

/** Sources the world's mapping fills; enough of every type. */
export const sources = [
  'title',
  'platform',
  'city',
  'rank',
  'product_count',
  'created_at',
  'estimated_sales',
  'technologies',
];

const costs = new Map(
  Object.entries({ ...endpoints, addFieldOptions: endpoints.addOrganizationFieldOptions }),
);

/** Everything these features store. */
export const ownCollections = ['links', 'runs', 'run_places', 'run_chunks', 'run_history'];

export type World = Awaited<ReturnType<typeof startWorld>>;
/** A company of the sandbox with the app's fields created, the sample catalogue, and a real database. */
export async function startWorld(db: Connection, options: { organizations?: number; canary?: string } = {}) {
  const sandbox = await startCheckedSandbox({
    appUrl: 'http://app.example',
    limits: false,
    organizations: options.organizations ?? 60,
    persons: 20,
    ...(options.canary !== undefined && { canary: options.canary }),
  });
  const companyId = sandbox.world.company.id;
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const grants = new Map([admin, 9002, regular].map((id) => [id, sandbox.install(id).access_token]));
  const grant = async ({ userId }: { userId: number }) => ({
    accessToken: grants.get(userId) ?? '',
    apiDomain: sandbox.url,
  });
  const gateway = createPipedrive({
    tokens: { fresh: grant, afterRejection: grant },
    budget: openBudget().budget,
    clock: systemClock,
    log,
    random: () => 0,
  });
  const calls: { name: keyof Pipedrive; userId: number }[] = [];
  /** Looks at a call before it leaves, with its arguments after the caller; may throw in its place. */
  const gate: {
    before: ((name: keyof Pipedrive, orgId: unknown, body?: unknown) => Promise<void> | void) | null;
  } = { before: null };
  const pipedrive = new Proxy(gateway, {
    get:
      (target, name: keyof Pipedrive) =>
      async (...args: [never, never, never]) => {
        await gate.before?.(name, args[1], args[2]);
        calls.push({ name, userId: (args[0] as { userId: number }).userId });
        return (target[name] as (...given: never[]) => Promise<unknown>)(...args);
      },
  });

  const stores = {
    runs: createRunStore(db),
    chunks: createChunkStore(db),
    history: createHistoryStore(db),
    links: createLinkStore(db),
    catalog: createCatalogStore(db),
  };
  for (const store of Object.values(stores)) await store.ensureIndexes();
  for (const name of ownCollections) await db.collection(name).deleteMany({});
  await loadSample({ catalog: stores.catalog, clock: systemClock }, { count: 400 });

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
  install(companyId);
  const mapping = await createFields(gateway, companyId);
  const budget: BudgetStatus = aBudgetStatus({
    dailyLimit: 100_000,
    allowedToday: 40_000,
    leftForBulk: 36_000,
    resetsAt: new Date(Date.now() + 3_600_000),
    pacePerSecond: 10,
  });

  const startProcess = (hooks: Hooks = {}): Process =>
    startProcessOn({ log, stores, pipedrive, installations, mapping, budget, companyId }, hooks);

  async function startRun(process: Process, kind: RunView['kind']) {
    const epoch = installations.get(companyId)?.epoch ?? '';
    return process.startRun({ companyId, epoch, kind, userId: admin, planned: null });
  }

  /** Waits until a run is in one of these states, checking that its counters balance all the while. */
  async function runIn(process: Process, id: string, states: RunView['state'][]): Promise<RunView> {
    return waitFor(`the run to be ${states.join(' or ')}`, async () => {
      const run = await stores.runs.get(companyId, id);
      if (!run) return null;
      const view = await process.viewRun(run);
      assertBalance(view);
      return states.includes(view.state) && view;
    });
  }

  return {
    sandbox,
    db,
    companyId,
    stores,
    mapping,
    budget,
    calls,
    gate,
    lines,
    pipedrive,
    installations,
    install,
    startProcess,
    count: (name: keyof Pipedrive) => calls.filter((call) => call.name === name).length,
    /** Tokens of the calls so far. */
    tokens: () => calls.reduce((sum, { name }) => sum + (costs.get(name)?.cost ?? Number.NaN), 0),
    /** Code of the field a source is written to. */
    codeOf: (source: string) => mapping.entries.find((entry) => entry.source === source)?.target?.code ?? '',
    organization: (id: number) => {
      const found = sandbox.world.organizations.find((organization) => organization.id === id);
      if (!found) throw new Error(`no organization ${id}`);
      return found;
    },
    startRun,
    runIn,
    /** The moment comes for which runs wait that have used up their budget. */
    async resetBudget() {
      await db.collection('runs').updateMany({ state: 'paused' }, { $set: { resumesAt: new Date(0) } });
    },
    async scanned(process: Process): Promise<RunView> {
      return runIn(process, (await startRun(process, 'scan')).id, ['done']);
    },
    /** What an uninstall does: the installation first, then every row. */
    async uninstall() {
      installations.delete(companyId);
      for (const store of [stores.links, stores.runs, stores.chunks, stores.history])
        await store.erase(companyId);
    },
    async close() {
      await sandbox.close();
    },
  };
}

async function createFields(gateway: Pipedrive, companyId: number): Promise<Mapping> {
  const mapping = defaultMapping(companyId);
  const caller = { companyId, userId: admin, lane: 'click' as const };
  for (const entry of mapping.entries) {
    const field = sources.includes(entry.source) && catalogField.get(entry.source);
    if (!field) continue;
    const made = await gateway.createOrganizationField(caller, {
      name: `Store Leads: ${field.label}`,
      type: field.pipedriveType,
    });
    entry.target = { code: made.code, type: made.type };
  }
  return mapping;
}

function assertBalance(view: RunView): void {
  if (view.planned === null) return;
  const sum = (reasons: Record<string, number>) => Object.values(reasons).reduce((total, n) => total + n, 0);
  const all =
    view.written + view.unchanged + sum(view.skipped) + sum(view.failed) + (view.remaining ?? Number.NaN);
  if (all !== view.planned) throw new Error(`counters do not balance: ${JSON.stringify(view)}`);
}
