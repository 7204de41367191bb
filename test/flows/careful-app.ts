import type { Connection } from 'mongoose';
import { type EntrySettings, mappingView } from '../../server/mapping/mapping.contract.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

/** An app whose fields hold what people typed before us, and whose rules respect that. */
export type CarefulApp = PreparedApp & {
  /** Sources whose fields are filled, with the code of each. */
  codes: Map<string, string>;
  /** Changes rule (or more) of every filled entry. */
  settle(change: Partial<EntrySettings>): Promise<void>;
  /** Somebody types into a field of an organization. */
  type(orgId: number, code: string, value: string | number | null): void;
  held(orgId: number, code: string): unknown;
  /** Calls on organizations so far, and the tokens of all calls a run makes. */
  tokens(): { patches: number; lists: number; reads: number; all: number };
};

const fields = 6;

/**
 * Starts the product with so many organizations and stores; nothing is scanned yet. Unless asked for no events reach it:
 * what people typed is known only where it is read.
 */
export async function carefulApp(
  db: Connection,
  size: {
    organizations: number;
    stores: number;
    withoutWork?: boolean;
    withEvents?: boolean;
    canary?: string;
  },
): Promise<CarefulApp> {
  const { organizations, stores, withoutWork = false, canary } = size;
  const app = await preparedApp(db, {
    sandbox: { organizations, persons: 0, limits: false, ...(canary !== undefined && { canary }) },
    stores,
    withoutWork,
    withoutEvents: !(size.withEvents ?? false),
  });
  await app.createFields(fields);
  const view = () => app.ask(mappingView, app.admin, 'GET', '/api/mapping');
  const mapped = (await view()).organization.rows.filter((row) => row.settings.target !== null);
  const codes = new Map(mapped.map(({ source, settings }) => [source, settings.target ?? '']));
  const record = (orgId: number) => {
    const found = app.sandbox.world.organizations.find(({ id }) => id === orgId);
    if (!found) throw new Error(`no organization ${orgId}`);
    return found;
  };
  return {
    ...app,
    codes,
    async settle(change) {
      const { edition, organization } = await view();
      const entries = Object.fromEntries(
        organization.rows
          .filter((row) => codes.has(row.source))
          .map((row) => [row.source, { ...row.settings, ...change }]),
      );
      await app.ask(mappingView, app.admin, 'PUT', '/api/mapping', { edition, organization: { entries } });
    },
    type(orgId, code, value) {
      const { [code]: _, ...others } = record(orgId).custom_fields;
      const custom_fields = value === null ? others : { ...others, [code]: value };
      const by = { userId: app.admin, source: 'app' } as const;
      app.sandbox.deps.records.change('organization', orgId, { custom_fields }, by);
    },
    held: (orgId, code) => record(orgId).custom_fields[code] ?? null,
    tokens() {
      const calls = app.calls();
      const patches = calls['PATCH /api/v2/organizations/{id}'] ?? 0;
      const lists = calls['GET /api/v2/organizations'] ?? 0;
      const reads = calls['GET /api/v2/organizations/{id}'] ?? 0;
      const fields = calls['GET /api/v2/organizationFields'] ?? 0;
      const currencies = calls['GET /api/v1/currencies'] ?? 0;
      return {
        patches,
        lists,
        reads,
        all: 5 * patches + 10 * lists + reads + 10 * fields + 20 * currencies,
      };
    },
  };
}
