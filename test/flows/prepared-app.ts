import type { Connection } from 'mongoose';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import { loadSample } from '../../server/catalog/load-sample.ts';
import type { ComposeOptions } from '../../server/compose.ts';
import { systemClock } from '../../server/platform/clock.ts';
import type { SandboxOptions } from '../sandbox/sandbox.ts';
import { type ApiBody, type RunningApp, startApp } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';

/** An app with a catalogue, installed for its admin, with the website field chosen. */
export type PreparedApp = RunningApp & {
  admin: number;
  databaseName: string;
  /** Starts a scan or "Enrich all" and gives the run's id. */
  startRun(path: '/api/scans' | '/api/enrich-all'): Promise<string>;
  run(id: string): Promise<ApiBody>;
  /** Waits for the end of a run, checking at every look that its counters balance. */
  finished(id: string): Promise<ApiBody>;
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
    withoutWork?: boolean;
  } = {},
): Promise<PreparedApp> {
  const app = await startApp({
    db,
    sandbox: { organizations: 60, persons: 30, ...options.sandbox },
    compose: options.compose ?? {},
    withoutWork: options.withoutWork ?? false,
  });
  await loadSample(
    { catalog: createCatalogStore(db), clock: systemClock },
    { count: options.stores ?? 200, seed: 1 },
  );
  const admin = Object.values(app.sandbox.world.users).find((user) => user.isAdmin)?.id ?? 0;
  const call = async (method: string, path: string, body?: object): Promise<ApiBody> => {
    const answer = await app.api(admin, method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await app.install(admin);
  const { choices } = await call('GET', '/api/settings/website-fields');
  await call('PUT', '/api/settings/website-field', { code: choices[0].code });

  const prepared: PreparedApp = {
    ...app,
    admin,
    databaseName: db.name,
    startRun: async (path) => (await call('POST', path)).run.id,
    run: async (id) => (await call('GET', `/api/runs/${id}`)).run,
    finished: (id) =>
      waitFor('the end of the run', async () => {
        const run = await prepared.run(id);
        checkBalance(run);
        return ['done', 'done_with_errors', 'failed', 'cancelled'].includes(run.state) && run;
      }),
    async createFields(count) {
      const { rows } = await call('GET', '/api/fields');
      const create = rows
        .filter((row: ApiBody) => row.proposed)
        .slice(0, count)
        .map((row: ApiBody) => row.source);
      await call('POST', '/api/fields', { create, takeOver: [] });
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
export function checkBalance(run: ApiBody): void {
  if (run.planned === null) return;
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const total = run.written + run.unchanged + sum(run.skipped) + sum(run.failed) + run.remaining;
  if (total !== run.planned) throw new Error(`The counters do not balance: ${JSON.stringify(run)}`);
}
