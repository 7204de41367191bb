import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { resumeAfterConnection, resumeAfterPlan } from '../../server/runs/pause-runs.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { admin, type Process } from './enrichment-process.ts';
import { ownCollections } from './enrichment-world.ts';
import { linkedWorld } from './linked-world.ts';

const db = await testDatabase();
const on = linkedWorld(db);

const pausing = (process: Process) => ({ runs: on.world.stores.runs, wake: process.worker.wake });

describe('Enrich all that is interrupted', () => {
  test('waits when the budget is used up, counts nothing as failed, and goes on after the reset', async () => {
    let left = 10;
    on.world.gate.before = (name) => {
      if (name !== 'updateOrganization' || left-- !== 0) return;
      throw pipedriveError('budget_exhausted', { resumesAt: new Date(Date.now() + 3_600_000).toISOString() });
    };
    const process = on.begin();
    const run = await on.world.startRun(process, 'enrich_all');
    const paused = await on.world.runIn(process, run.id, ['paused']);
    expect(paused).toMatchObject({ pauseReason: 'budget', failed: {} });
    expect(paused.resumesAt).not.toBeNull();
    await on.world.resetBudget();
    const done = await on.world.runIn(process, run.id, ['done']);
    expect(done).toMatchObject({ written: on.linked.length, failed: {} });
    expect(on.world.count('updateOrganization')).toBe(on.linked.length);
  });

  test('waits for a connection, and for a plan that includes it', async () => {
    const process = on.begin();
    on.world.installations.set(on.world.companyId, { ...on.installation(), organizationUserId: null });
    const run = await on.world.startRun(process, 'enrich_all');
    expect((await on.world.runIn(process, run.id, ['paused'])).pauseReason).toBe('connection');
    on.world.installations.set(on.world.companyId, {
      ...on.installation(),
      organizationUserId: admin,
      plan: 'premium',
    });
    expect(await resumeAfterConnection(pausing(process), on.world.companyId)).toBe(1);
    expect((await waitPaused(process, run.id, 'plan')).pauseReason).toBe('plan');
    on.world.installations.set(on.world.companyId, { ...on.installation(), plan: 'pro' });
    expect(await resumeAfterPlan(pausing(process), on.world.companyId)).toBe(1);
    await on.world.runIn(process, run.id, ['done']);
  });

  async function waitPaused(process: Process, id: string, reason: string) {
    return waitFor(`the run to wait for ${reason}`, async () => {
      const view = await on.world.runIn(process, id, ['paused', 'running', 'queued']);
      return view.pauseReason === reason && view;
    });
  }

  test('a stopping worker finishes the records under way and hands back the rest', async () => {
    const process = on.begin();
    const run = await on.world.startRun(process, 'enrich_all');
    await waitFor('some records', () => on.world.count('updateOrganization') >= 5);
    await process.worker.stop();
    const links = await Promise.all(on.linked.map((id) => on.world.stores.links.get(on.world.companyId, id)));
    expect(links.filter((link) => link?.lock)).toEqual([]);
    expect(links.filter((link) => link?.last).length).toBe(on.world.count('updateOrganization'));
    const chunk = await db.collection('run_chunks').findOne({ done: false });
    expect(chunk?.['token'] ?? null).toBeNull();
    expect((await on.world.runIn(on.begin(), run.id, ['done'])).written).toBe(on.linked.length);
    expect(on.world.count('updateOrganization')).toBe(on.linked.length);
  });

  test('a cancelled run stops, keeps what it did, and lets another start', async () => {
    const process = on.begin();
    const look = on.world.stores.runs.isGoing;
    let notice = () => {};
    const noticed = new Promise<void>((resolve) => {
      notice = resolve;
    });
    on.world.stores.runs.isGoing = async (asked) => {
      const going = await look(asked);
      if (!going) setImmediate(notice);
      return going;
    };
    let calls = 0;
    const cancelled = new Promise<void>((resolve) => {
      on.world.gate.before = async (name) => {
        if (name !== 'updateOrganization' || ++calls < 5) return;
        if (calls === 5) {
          const [active] = await on.world.stores.runs.list(on.world.companyId, 1);
          await request(process.app).post(`/api/runs/${active?.id}/cancel`).expect(200);
          resolve();
        }
        // Nothing more is sent before the worker has heard of it.
        await noticed;
      };
    });
    const run = await on.world.startRun(process, 'enrich_all');
    await cancelled;
    await waitFor(
      'the run to settle',
      async () => (await on.world.stores.runs.get(on.world.companyId, run.id))?.settled,
    );
    const view = await on.world.runIn(process, run.id, ['cancelled']);
    expect(view.written).toBe(on.world.count('updateOrganization'));
    expect(view.remaining).toBeGreaterThan(0);
    on.world.gate.before = null;
    expect(await on.enrichAll(process)).toMatchObject({ written: view.remaining, unchanged: view.written });
  });

  test('an uninstall in the middle leaves no row, and nothing is written to Pipedrive afterwards', async () => {
    const process = on.begin();
    let uninstalledAt = Number.POSITIVE_INFINITY;
    on.world.gate.before = async (name) => {
      if (name !== 'updateOrganization' || uninstalledAt < Number.POSITIVE_INFINITY) return;
      uninstalledAt = 0;
      await on.world.uninstall();
      uninstalledAt = on.world.count('updateOrganization');
    };
    await on.world.startRun(process, 'enrich_all');
    await waitFor(
      'the uninstall',
      () => (uninstalledAt > 0 && uninstalledAt < Number.POSITIVE_INFINITY) || uninstalledAt === 0,
    );
    await process.worker.stop();
    for (const name of ownCollections) expect(await db.collection(name).countDocuments(), name).toBe(0);
    // What was being sent at that moment may have arrived; nothing was begun later.
    expect(on.world.count('updateOrganization')).toBeLessThanOrEqual(4);
  });
});
