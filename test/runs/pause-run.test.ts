import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../server/platform/clock.ts';
import { cancelRun } from '../../server/runs/cancel-run.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { pauseRun, resumeRun } from '../../server/runs/pause-run.ts';
import {
  pauseForConnection,
  resumeAfterConnection,
  resumeAfterPlan,
  stopForPlan,
} from '../../server/runs/pause-runs.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import type { Run } from '../../server/runs/run.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();
const deps = { runs: createRunStore(db), chunks: createChunkStore(db), clock: systemClock, wake() {} };
let ids = 0;
let run: Run;
const stateNow = async () => {
  const { state, pauseReason } = (await deps.runs.get(1, run.id)) ?? {};
  return [state, pauseReason];
};
const past = new Date(0);

beforeEach(async () => {
  await deps.runs.erase(1);
  const jobs = { now: async () => {} };
  const starting = { ...deps, jobs, randomId: () => `run-${ids++}`, currentEpoch: async () => 'e' };
  run = await startRun(starting, { companyId: 1, epoch: 'e', kind: 'enrich_all', userId: 5, planned: 9 });
});

describe('a run a person paused', () => {
  test('waits whatever else is settled meanwhile, and goes on when a person says so', async () => {
    expect(await pauseRun(deps, 1, run.id)).toMatchObject({ state: 'paused', pauseReason: 'person' });
    await pauseForConnection(deps, 1);
    await resumeAfterConnection(deps, 1);
    await stopForPlan(deps, 1);
    await resumeAfterPlan(deps, 1);
    await deps.runs.dangerousResumeDueAcrossCompanies(systemClock.now());
    expect(await stateNow()).toEqual(['paused', 'person']);
    expect(await resumeRun(deps, 1, run.id)).toMatchObject({ state: 'queued', pauseReason: null });
  });

  test('is not let go on by the reset it waited for before', async () => {
    await deps.runs.begin(run, 0, systemClock.now());
    await deps.runs.pause(run, 'budget', past);
    await pauseRun(deps, 1, run.id);
    await deps.runs.dangerousResumeDueAcrossCompanies(systemClock.now());
    expect(await deps.runs.get(1, run.id)).toMatchObject({ pauseReason: 'person', resumesAt: null });
  });

  test('is not begun, driven or said to wait for something else by work that comes too late', async () => {
    await pauseRun(deps, 1, run.id);
    const lease = { token: 't', until: new Date(Date.now() + 60_000) };
    expect(await deps.runs.begin(run, 0, systemClock.now())).toBe(false);
    expect(await deps.runs.takeDriver(run, lease, systemClock.now())).toBe(false);
    await deps.runs.pause(run, 'budget', past);
    expect(await stateNow()).toEqual(['paused', 'person']);
  });

  test('can be paused again, and cancelled', async () => {
    await pauseRun(deps, 1, run.id);
    await pauseRun(deps, 1, run.id);
    expect(await cancelRun(deps, 1, run.id)).toMatchObject({ state: 'cancelled', settled: true });
  });
});

describe('who asks for what makes no sense is told why', () => {
  test('a run that waits for something else is not let go on by a person', async () => {
    await deps.runs.begin(run, 0, systemClock.now());
    await deps.runs.pause(run, 'connection', null);
    await expect(resumeRun(deps, 1, run.id)).rejects.toMatchObject({ code: 'run_waits', status: 409 });
    expect(await stateNow()).toEqual(['paused', 'connection']);
  });

  test('a run that is over neither pauses nor goes on', async () => {
    await cancelRun(deps, 1, run.id);
    for (const act of [pauseRun, resumeRun])
      await expect(act(deps, 1, run.id)).rejects.toMatchObject({ code: 'run_over', status: 409 });
    expect(await stateNow()).toEqual(['cancelled', null]);
  });

  test('a run of another company is not there', async () => {
    for (const act of [pauseRun, resumeRun])
      await expect(act(deps, 2, run.id)).rejects.toMatchObject({ code: 'run_not_found' });
    expect(await stateNow()).toEqual(['queued', null]);
  });

  test('one that goes is left going', async () => {
    expect(await resumeRun(deps, 1, run.id)).toMatchObject({ state: 'queued' });
  });
});
