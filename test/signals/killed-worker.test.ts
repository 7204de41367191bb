import { beforeAll, describe, expect, it } from 'vitest';
import { preparedApp } from '../flows/prepared-app.ts';
import { ensureBuilt } from '../support/built.ts';
import { testDatabase } from '../support/database.ts';
import { killedAt } from '../support/killed-at.ts';
import { startWorkerProcess } from '../support/worker-process.ts';
import { notesAbout, publishChange, setRules, told, withApp } from './signals-app.ts';

beforeAll(ensureBuilt, 300_000);

const points = killedAt['signals/killed-worker'];
const databases = new Map(
  await Promise.all(points.map(async (name) => [name, await testDatabase()] as const)),
);

describe('a worker killed while it tells of changes leaves none out and tells none twice, whoever goes on', () => {
  it.each(points)('at %s', async (boundary) => {
    const db = databases.get(boundary);
    if (!db) throw new Error('no database');
    const options = { sandbox: { organizations: 30 }, stores: 60, withoutWork: true, withoutEvents: true };
    const app = await preparedApp(db, options);
    const workers: Awaited<ReturnType<typeof startWorkerProcess>>[] = [];
    try {
      const first = await startWorkerProcess(app, app.databaseName);
      await app.finished(await app.startRun('/api/scans'));
      await first.stop();
      await setRules(app, [{ kind: 'app_added', names: [] }]);
      const links = await db.collection('links').find({ enrichable: true }).toArray();
      const stores = links.map((link) => String(link['match'].storeId));
      const release = await publishChange(db, stores, withApp('Klaviyo'));
      const nth = boundary === 'signals.claimed' || boundary === 'signals.note-added' ? 3 : 1;
      const doomed = await startWorkerProcess(app, app.databaseName, { boundary, nth });
      await app.parts.onReleasePublished();
      expect(await doomed.ended).toBe('SIGKILL');
      workers.push(...(await Promise.all([1, 2].map(() => startWorkerProcess(app, app.databaseName)))));
      const run = await told(app, release);
      expect(run).toMatchObject({ state: 'done', written: links.length, planned: links.length, failed: {} });
      const organizations = notesAbout(app, release).map(({ org_id }) => org_id);
      expect(organizations.toSorted()).toEqual(links.map((link) => link['orgId']).toSorted());
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
      await app.close();
    }
  });
});
