import type { Connection } from 'mongoose';
import { createCatalogStore } from '../../server/catalog/catalog.store.ts';
import type { StoreApp, StoreDomain, StoreRecord } from '../../server/catalog/store.ts';
import { preferencesView, type SignalRule } from '../../server/install/preferences.contract.ts';
import { type RunView, runList } from '../../server/runs/runs.contract.ts';
import type { PreparedApp } from '../flows/prepared-app.ts';
import { waitFor } from '../support/wait-for.ts';

/** Publishes a release in which some stores change as told. Gives its number. */
export async function publishChange(
  db: Connection,
  storeIds: readonly string[],
  change: (domain: StoreDomain) => Partial<StoreDomain>,
): Promise<number> {
  const catalog = createCatalogStore(db);
  const number = ((await catalog.currentRelease())?.number ?? 0) + 1;
  const found = await catalog.findStores([...storeIds]);
  const changed = [...found.values()].map(
    ({ id, domain }): StoreRecord => ({ id, release: number, domain: { ...domain, ...change(domain) } }),
  );
  await catalog.upsertMany(changed);
  await catalog.setRelease({ number, publishedAt: new Date() });
  return number;
}

/** Installs an app in a shop. */
export const withApp = (name: string) => (domain: StoreDomain) => ({
  apps: [...((domain.apps as StoreApp[] | undefined) ?? []), { name, platform: domain.platform }],
});

/** Saves rules, over whatever is saved. */
export async function setRules(app: PreparedApp, signals: SignalRule[]): Promise<void> {
  const { version } = await app.ask(preferencesView, app.admin, 'GET', '/api/preferences');
  await app.ask(preferencesView, app.admin, 'PUT', '/api/preferences', { version, change: { signals } });
}

/** Notes of an organization that come from the app. */
export const notesOf = (app: PreparedApp, orgId: number) =>
  app.sandbox.world.notes.filter(
    (note) => note.org_id === orgId && note.content.includes('Store Leads, release'),
  );

/** All notes that come from the app about one release. */
export const notesAbout = (app: PreparedApp, release: number) =>
  app.sandbox.world.notes.filter(({ content }) => content.includes(`Store Leads, release ${release} of`));

export async function signalRuns(app: PreparedApp): Promise<RunView[]> {
  return (await app.ask(runList, app.admin, 'GET', '/api/runs')).runs.filter(
    ({ kind }) => kind === 'signals',
  );
}

/** Waits for the end of the run that tells of a release. */
export async function told(app: PreparedApp, release: number): Promise<RunView> {
  const run = await waitFor('the run of signals', async () =>
    (await signalRuns(app)).find((each) => each.release === release),
  );
  return app.finished(run.id);
}

/** Waits until it is as told. */
export const tellingIs = (app: PreparedApp, release: number, wanted: Partial<RunView>) =>
  waitFor(`signals to be ${JSON.stringify(wanted)}`, async () => {
    const run = (await signalRuns(app)).find((each) => each.release === release);
    return run && Object.entries(wanted).every(([key, value]) => Reflect.get(run, key) === value) && run;
  });
