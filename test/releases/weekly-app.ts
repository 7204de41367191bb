import type { Connection } from 'mongoose';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import type { StoreRecord } from '../../server/catalog/store.ts';
import { type Preferences, preferencesView } from '../../server/install/preferences.contract.ts';
import { type RunView, runList } from '../../server/runs/runs.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { operatorToken } from '../support/start-app.ts';
import { waitFor } from '../support/wait-for.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

type LinkedStore = { orgId: number; storeId: string };

/** An app whose organizations are linked to stores and in step with the first release. */
export type WeeklyApp = PreparedApp & {
  links: LinkedStore[];
  /** Publishes the next release, which moves these stores to another town, without telling the app. Gives its number. */
  publish(stores: readonly string[]): Promise<number>;
  /** Lets the app of this process look for releases. */
  look(): Promise<void>;
  /** The weekly runs so far, newest first. */
  weekly(): Promise<RunView[]>;
  /** Waits for the end of the run of a release. */
  brought(release: number): Promise<RunView>;
  /** Waits until the run of a release is as told. */
  weeklyIs(release: number, wanted: Partial<RunView>): Promise<RunView>;
  prefer(change: Partial<Preferences>): Promise<void>;
  setPlan(change: { plan: string; platformScope?: string[] | null }): Promise<void>;
  /** How often organizations were written to so far. */
  patches(): number;
};

type Options = NonNullable<Parameters<typeof preparedApp>[1]>;

/**
 * Starts the app and brings it in step with the first release. Without work in this process, another one does that much
 * and ends: then everything must be built.
 */
export async function weeklyApp(db: Connection, options: Options = {}): Promise<WeeklyApp> {
  const app = await preparedApp(db, { stores: 120, ...options });
  const helper = options.withoutWork ? await startWorkerProcess(app, db.name) : null;
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(12);
  await app.finished(await app.startRun('/api/enrich-all'));
  await helper?.stop();
  const links = await db
    .collection<{ orgId: number; match: { storeId: string } }>('links')
    .find({ enrichable: true }, { projection: { _id: 0, orgId: 1, 'match.storeId': 1 } })
    .sort({ orgId: 1 })
    .toArray();

  const weekly = async () =>
    (await app.ask(runList, app.admin, 'GET', '/api/runs')).runs.filter(({ kind }) => kind === 'weekly');
  const ofRelease = async (release: number) => (await weekly()).find((run) => run.release === release);
  return {
    ...app,
    links: links.map(({ orgId, match }) => ({ orgId, storeId: match.storeId })),
    publish: (stores) => publishChange(db, stores, (release) => ({ city: `Town ${release}` })),
    look: app.parts.onReleasePublished,
    weekly,
    async brought(release) {
      const run = await waitFor('the run of the release', () => ofRelease(release));
      return app.finished(run.id);
    },
    weeklyIs: (release, wanted) =>
      waitFor(`the run to be ${JSON.stringify(wanted)}`, async () => {
        const run = await ofRelease(release);
        const is = run && Object.entries(wanted).every(([key, value]) => Reflect.get(run, key) === value);
        return is && run;
      }),
    async prefer(change) {
      const { version } = await app.ask(preferencesView, app.admin, 'GET', '/api/preferences');
      await app.ask(preferencesView, app.admin, 'PUT', '/api/preferences', { version, change });
    },
    async setPlan(change) {
      const answer = await fetch(`${app.url}/operator/accounts/${app.sandbox.world.company.id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(change),
      });
      if (answer.status !== 200) throw new Error(`The plan was not set: ${answer.status}`);
    },
    patches: () => app.calls()['PATCH /api/v2/organizations/{id}'] ?? 0,
  };
}

/** Publishes the next release, which changes these stores, without telling the app. Gives its number. */
export async function publishChange(
  db: Connection,
  stores: readonly string[],
  change: (release: number) => Partial<StoreRecord['domain']>,
): Promise<number> {
  const catalog = createCatalogStore(db);
  const release = ((await catalog.currentRelease())?.number ?? 0) + 1;
  const found = await catalog.findStores([...stores]);
  await catalog.upsertMany(
    [...found.values()].map(
      ({ id, domain }): StoreRecord => ({ id, release, domain: { ...domain, ...change(release) } }),
    ),
  );
  await catalog.setRelease({ number: release, publishedAt: new Date() });
  return release;
}

/** How many links of these stores there are. */
export function linksOf(app: WeeklyApp, stores: readonly string[]): number {
  return app.links.filter(({ storeId }) => stores.includes(storeId)).length;
}
