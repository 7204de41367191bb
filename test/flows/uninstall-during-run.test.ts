import type { Connection } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { type HeldPatches, holdPatches } from './held-patches.ts';
import { type PreparedApp, preparedApp } from './prepared-app.ts';

const otherAdmin = 9002;
const canary = newCanary();
const databases = await Promise.all([testDatabase(), testDatabase(), testDatabase()]);

type Scene = { app: PreparedApp; db: Connection; held: HeldPatches; runId: string; epoch: string };

/** Calls `act` in the middle of an "Enrich all": some records are written, the next wait at Pipedrive; nothing of the CRM is kept. */
async function duringRun(
  db: Connection | undefined,
  act: (scene: Scene) => Promise<void>,
  before?: (app: PreparedApp) => Promise<unknown>,
): Promise<void> {
  if (!db) throw new Error('no database');
  const app = await preparedApp(db, { sandbox: { organizations: 40, canary }, withoutWork: true });
  try {
    await before?.(app);
    await app.parts.startWork();
    await app.finished(await app.startRun('/api/scans'));
    await app.createFields(4);
    const held = holdPatches(app, 4);
    const runId = await app.startRun('/api/enrich-all');
    await held.reached();
    const epoch = (await db.collection('installations').findOne())?.['epoch'];
    await act({ app, db, held, runId, epoch });
    await expectPrivate(db, canary, app.log());
  } finally {
    await app.close();
  }
}

/** Rows of everything but the catalogue, of which nothing belongs to a company. */
async function rowsLeft(db: Connection): Promise<Record<string, unknown[]>> {
  const { stores: _stores, catalog_meta: _meta, ...dump } = await dumpDatabase(db);
  return Object.fromEntries(Object.entries(dump).filter(([, rows]) => rows.length > 0));
}

/** What jobs know: which, and of which erased installation. */
function jobData(rows: unknown[] | undefined) {
  return (rows ?? []).map((row) => Object(row)).map(({ name, data }) => [name, Object.keys(data ?? {})]);
}

const lateSweep = ['erase.sweep', ['companyId', 'epoch']];

describe('an uninstall in the middle of "Enrich all"', () => {
  it('leaves nothing of the company, and the worker that was writing brings nothing back', async () => {
    await duringRun(databases[0], async ({ app, db, held }) => {
      expect(await app.sandbox.uninstall(app.admin)).toBe(200);
      const afterwards = await rowsLeft(db);
      expect(Object.keys(afterwards).sort()).toEqual(['erase_receipts', 'jobs']);

      held.release();
      await app.parts.stopWork();
      const left = await rowsLeft(db);
      expect(Object.keys(left).sort()).toEqual(['erase_receipts', 'jobs']);
      expect(left['erase_receipts']).toEqual(afterwards['erase_receipts']);
      expect(left['erase_receipts']).toMatchObject([{ scope: 'company', at: expect.any(Date) }]);
      const ofCompany = jobData(left['jobs']).filter(([, keys]) => keys.length > 0);
      expect(ofCompany).toEqual([lateSweep, lateSweep]);
    });
  });

  it('and a new install leaves no row of the old installation and the new one untouched', async () => {
    await duringRun(databases[1], async ({ app, db, held, runId, epoch }) => {
      await app.sandbox.uninstall(app.admin);
      await app.install(app.admin);
      await app.api(app.admin, 'PUT', '/api/settings/website-field', { code: 'website' });
      await app.finished(await app.startRun('/api/scans'));
      // What the new installation begins by itself has come to its end.
      await waitFor('the new webhook', () =>
        db.collection('webhook_subscriptions').findOne({ state: 'registered', uncertain: null }),
      );
      const { budget_days: _a, burst_windows: _b, jobs: _c, ...fresh } = await rowsLeft(db);
      expect(fresh['links']?.length).toBeGreaterThan(10);

      held.release();
      await app.parts.stopWork();
      const { budget_days: _d, burst_windows: _e, jobs, ...left } = await rowsLeft(db);
      for (const [collection, rows] of Object.entries(fresh))
        expect(left[collection], collection).toEqual(rows);
      const { erase_receipts: _receipts, ...living } = left;
      expect(JSON.stringify(living)).not.toContain(epoch);
      expect(JSON.stringify({ living, jobs })).not.toContain(runId);
    });
  });
});

describe('when the user leaves whose connection does automatic work, and another stays', () => {
  it('work that nobody stands by for waits and says so, until an admin takes over; then it goes on where it was', async () => {
    await duringRun(
      databases[2],
      async ({ app, held, runId }) => {
        const nobody = { mode: 'nobody', userId: null };
        await app.api(app.admin, 'PUT', '/api/connections/standby', nobody);
        expect(await app.sandbox.uninstall(app.admin)).toBe(200);
        const staying = (method: string, path: string) => app.api(otherAdmin, method, path);
        const run = async () => (await app.ask(startedRun, otherAdmin, 'GET', `/api/runs/${runId}`)).run;
        expect(await run()).toMatchObject({ state: 'paused', pauseReason: 'connection', resumesAt: null });
        expect((await staying('GET', '/api/settings')).body).toMatchObject({
          state: 'paused_no_connection',
          connections: [{ userId: otherAdmin, role: 'personal' }],
        });
        expect(await staying('POST', '/api/enrich-all')).toMatchObject({
          status: 409,
          body: { error: { code: 'not_connected' } },
        });
        const promoted = await staying('POST', '/api/connections/promote');
        expect(promoted).toMatchObject({
          status: 200,
          body: { state: 'active', connections: [{ userId: otherAdmin, role: 'organization' }] },
        });
        // The calls of the one who left are refused only now: they must not stop the work of the one who stays.
        held.release();
        const done = await waitFor('the end of the run', async () => {
          const now = await run();
          return now.state !== 'queued' && now.state !== 'running' && now;
        });
        expect(done).toMatchObject({ state: 'done', failed: {}, remaining: 0 });
        expect(done.written).toBeGreaterThan(10);
        const callers = app.sandbox.world.counters.callers;
        expect(callers[`user ${otherAdmin}`]?.calls).toBeGreaterThan(10);
      },
      (app) => app.install(otherAdmin),
    );
  });
});
