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

  test.each(Array.from({ length: 20 }, (_, i) => i))('%i waits for a connection, and for a plan that includes it', async () => {
    const dump = setTimeout(async () => { const { writeFileSync } = await import('node:fs'); writeFileSync('/tmp/w/state.txt', JSON.stringify(await db.collection('runs').find().toArray()) + '\n' + JSON.stringify(await db.collection('run_chunks').find().toArray()) + '\n' + on.world.lines.slice(-12).join('')); }, 25_000);
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
    await on.world.runIn(process, run.id, ['done']); clearTimeout(dump);
  });

  async function waitPaused(process: Process, id: string, reason: string) {
    return waitFor(`the run to wait for ${reason}`, async () => {
      const view = await on.world.runIn(process, id, ['paused', 'running', 'queued']);
      return view.pauseReason === reason && view;
    });
  }

});
