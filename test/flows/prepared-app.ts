import type { Connection } from 'mongoose';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import type { ComposeOptions } from '../../server/compose.ts';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { settingsView, websiteFieldChoices } from '../../server/install/install.contract.ts';
import { createFieldsResult, mappingView } from '../../server/mapping/mapping.contract.ts';
import { systemClock } from '../../server/platform/clock.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { type RunningApp, startApp } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';

/** An app with a catalogue, installed for its admin, with the website field chosen. */
export type PreparedApp = RunningApp & {
  admin: number;
  databaseName: string;
  /** Starts a scan or "Enrich all" and gives the run's id. */
  startRun(path: '/api/scans' | '/api/enrich-all'): Promise<string>;
  run(id: string): Promise<RunView>;
  /** Waits for the end of a run, checking at every look that its counters balance. */
  finished(id: string): Promise<RunView>;
  createFields(count: number): Promise<void>;
  /** Calls of the API so far, by endpoint such as `PATCH /api/v2/organizations/{id}`. */
  calls(): Record<string, number>;
};

/** Starts, installs and prepares the product on a database. */
export async function preparedApp(
  db: Connection,
  options: {
    sandbox?: Partial<SandboxOptions>;
    compose?: Partial<ComposeOptions>;
    stores?: number;
    storeLeads?: boolean;
    withoutWork?: boolean;
    withoutEvents?: boolean;
  } = {},
): Promise<PreparedApp> {
  const app = await startApp({
    db,
    sandbox: { organizations: 60, persons: 30, ...options.sandbox },
    compose: options.compose ?? {},
    storeLeads: options.storeLeads ?? false,
    withoutWork: options.withoutWork ?? false,
    withoutEvents: options.withoutEvents ?? false,
  });
  await loadSample(
    { catalog: createCatalogStore(db), clock: systemClock },
    { count: options.stores ?? 200, seed: 1 },
  );
  const admin = Object.values(app.sandbox.world.users).find((user) => user.isAdmin)?.id ?? 0;
  await app.install(admin);
  const { choices } = await app.ask(websiteFieldChoices, admin, 'GET', '/api/settings/website-fields');
  const code = choices[0]?.code;
  await app.ask(settingsView, admin, 'PUT', '/api/settings/website-field', { code });

  const prepared: PreparedApp = {
    ...app,
    admin,
    databaseName: db.name,
    startRun: async (path) => (await app.ask(startedRun, admin, 'POST', path)).run.id,
    run: async (id) => (await app.ask(startedRun, admin, 'GET', `/api/runs/${id}`)).run,
    finished: (id) =>
      waitFor('the end of the run', async () => {
        const run = await prepared.run(id);
        checkBalance(run);
        return ['done', 'done_with_errors', 'failed', 'cancelled', 'superseded'].includes(run.state) && run;
      }),
    async createFields(count) {
      const { organization } = await app.ask(mappingView, admin, 'GET', '/api/mapping');
      const create = organization.rows
        .filter(({ proposed }) => proposed)
        .slice(0, count)
        .map(({ source }) => source);
      const wish = { objectType: 'organization', create, takeOver: [] };
      await app.ask(createFieldsResult, admin, 'POST', '/api/mapping/fields', wish);
    },
    calls: () =>
      Object.fromEntries(
        Object.entries(app.sandbox.world.counters.endpoints).map(([endpoint, count]) => [
          endpoint,
          count.calls,
        ]),
      ),
  };
  return prepared;
}

/** planned = written + unchanged + skipped + failed + remaining, at every moment. */
export function checkBalance(run: RunView): void {
  if (run.planned === null) return;
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const total =
    run.written + run.unchanged + sum(run.skipped) + sum(run.failed) + (run.remaining ?? Number.NaN);
  if (total !== run.planned) throw new Error(`The counters do not balance: ${JSON.stringify(run)}`);
}
