import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../server/platform/clock.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { createHistoryStore } from '../../server/runs/history.store.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import { addCounts, type Counters, countsTotal, noCounts, type Run } from '../../server/runs/run.ts';
import { runViewOf } from '../../server/runs/run-view.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();
const runs = createRunStore(db);
const chunks = createChunkStore(db);
const epoch = { now: 'epoch-1' as string | null };
let ids = 0;

const start = (companyId = 1) =>
  startRun(
    {
      runs,
      jobs: { now: async () => {} },
      clock: systemClock,
      randomId: () => `run-${ids++}`,
      currentEpoch: async () => epoch.now,
    },
    { companyId, epoch: 'epoch-1', kind: 'enrich_all', userId: 5, planned: null },
  );
const inOneMinute = () => new Date(Date.now() + 60_000);
const written = (n: number): Counters => ({ ...noCounts(), written: n });

beforeEach(async () => {
  epoch.now = 'epoch-1';
  await runs.ensureIndexes();
  await chunks.ensureIndexes();
  for (const companyId of [1, 2]) {
    await runs.erase(companyId);
    await chunks.erase(companyId);
  }
});

describe('starting a run', () => {
  test('of twenty at once, one starts; another kind of company is not in its way', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => start()));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')?.reason).toMatchObject({
      code: 'run_active',
      status: 409,
    });
    expect((await start(2)).state).toBe('queued');
  });

  test('is possible again once the last is over, even when a crash left its place taken', async () => {
    const first = await start();
    await runs.end(first, { state: 'done' }, true, new Date());
    const second = await start();
    await db
      .collection('runs')
      .updateOne({ companyId: 1, state: 'queued' }, { $set: { active: false, state: 'failed' } });
    expect((await start()).id).not.toBe(second.id);
  });

  test('leaves nothing when the installation went meanwhile', async () => {
    epoch.now = null;
    await expect(start()).rejects.toMatchObject({ code: 'not_installed' });
    expect(await runs.list(1, 10)).toEqual([]);
    epoch.now = 'epoch-1';
    await start();
  });
});

describe('the claim collection', () => {
  const ranges = Array.from({ length: 10 }, (_, i) => ({ from: i * 10 + 1, to: i * 10 + 10, count: 10 }));
  let run: Run;
  beforeEach(async () => {
    run = await start();
    await chunks.add(run, ranges, new Date());
  });
  const claim = (token: string, until = inOneMinute()) => chunks.claim(run, { token, until }, new Date());

  test('hands each chunk to one of many claimants', async () => {
    const claimed = await Promise.all(Array.from({ length: 25 }, (_, i) => claim(`t${i}`)));
    const got = claimed.flatMap((chunk) => (chunk ? [chunk.from] : []));
    expect([...new Set(got)].sort((a, b) => a - b)).toEqual(ranges.map(({ from }) => from));
    expect(got).toHaveLength(10);
  });

  test('planning twice adds nothing and takes nothing from anybody', async () => {
    await claim('t');
    await chunks.add(run, ranges, new Date());
    expect(await chunks.sums(run, new Date())).toMatchObject({ planned: 100, unfinished: 10, claimed: 1 });
    expect(await chunks.plannedTo(run)).toBe(100);
  });

  test('gives a chunk to another once its claimant gave no sign of life, and does not hear the former any more', async () => {
    const first = await claim('late', new Date(0));
    const second = await claim('heir');
    expect(second?.id).toBe(first?.id);
    if (!first || !second) throw new Error('both claimed');
    const progress = { counts: written(3), count: 10, tokensUsed: 15, longestGapMs: null };
    expect(await chunks.renew(first, { token: 'late', until: inOneMinute() }, progress)).toBe(false);
    expect(await chunks.finish(first, 'late', progress)).toBe(false);
    expect((await chunks.sums(run, new Date())).counters).toEqual(noCounts());
    expect(
      await chunks.finish(second, 'heir', {
        counts: written(10),
        count: 10,
        tokensUsed: 50,
        longestGapMs: null,
      }),
    ).toBe(true);
    expect(await chunks.sums(run, new Date())).toMatchObject({
      counters: written(10),
      tokensUsed: 50,
      unfinished: 9,
    });
  });

  test('a repeated chunk never counts twice', async () => {
    const chunk = await claim('t');
    if (!chunk) throw new Error('claimed');
    for (let i = 0; i < 3; i++)
      await chunks.finish(chunk, 't', { counts: written(10), count: 10, tokensUsed: 50, longestGapMs: null });
    expect((await chunks.sums(run, new Date())).counters.written).toBe(10);
  });

  test('rows of an earlier installation are neither claimed nor changed', async () => {
    const later = { ...run, epoch: 'epoch-2' };
    expect(await chunks.claim(later, { token: 't', until: inOneMinute() }, new Date())).toBeNull();
    expect(await runs.takeDriver(later, { token: 't', until: inOneMinute() }, new Date())).toBe(false);
    expect(await runs.end(later, { state: 'done' }, true, new Date())).toBe(false);
  });
});

describe('driving a run', () => {
  test('one drives; after its lease another, and the former saves nothing any more', async () => {
    const run = await start();
    const now = new Date();
    expect(await runs.takeDriver(run, { token: 'a', until: inOneMinute() }, now)).toBe(true);
    expect(await runs.takeDriver(run, { token: 'b', until: inOneMinute() }, now)).toBe(false);
    expect(
      await runs.takeDriver(run, { token: 'b', until: inOneMinute() }, new Date(Date.now() + 61_000)),
    ).toBe(true);
    expect(await runs.checkpoint(run, 'a', { highWater: 5 })).toBe(false);
    expect(await runs.checkpoint(run, 'b', { highWater: 7 })).toBe(true);
    expect((await runs.get(1, run.id))?.highWater).toBe(7);
  });

  test('a cancelled run takes no checkpoint', async () => {
    const run = await start();
    await runs.takeDriver(run, { token: 'a', until: inOneMinute() }, new Date());
    await runs.end(run, { state: 'cancelled' }, true, new Date());
    expect(await runs.checkpoint(run, 'a', { highWater: 5 })).toBe(false);
    expect(await runs.renewDriver(run, { token: 'a', until: inOneMinute() })).toBe(false);
  });
});

test('whatever is counted, a run as shown balances', async () => {
  const reasons = fc.dictionary(fc.constantFrom('no_match', 'no_website', 'gone'), fc.nat(1000), {
    maxKeys: 3,
  });
  const counters = fc.record({
    written: fc.nat(1000),
    unchanged: fc.nat(1000),
    skipped: reasons,
    failed: reasons,
  });
  const run = await start();
  await fc.assert(
    fc.asyncProperty(counters, fc.option(fc.nat(5000)), async (counts, planned) => {
      const view = await runViewOf(
        { runs, chunks },
        { ...run, counters: counts, planned, state: 'running' },
        new Date(),
      );
      const left = planned === null ? null : Math.max(0, planned - countsTotal(counts));
      expect(view.remaining).toBe(left);
      expect(view.planned).toBe(left === null ? null : countsTotal(counts) + left);
    }),
  );
});

test('work that finds too late that it had to wait does not stop a run that was let go on meanwhile', async () => {
  const run = await start();
  const stateNow = async () => (await runs.get(1, run.id))?.state;
  await runs.begin(run, 0, new Date());
  await runs.pause(run, 'plan', null);
  expect(await stateNow()).toBe('paused');
  expect(await runs.resumeAll(1, 'plan')).toBe(1);
  await runs.pause(run, 'plan', null);
  expect(await stateNow()).toBe('queued');
});

test('time left follows the pace since the run last went on, and a paused run shows none', async () => {
  const run = await start();
  const since = new Date('2026-01-05T08:00:00Z');
  const state = {
    ...run,
    state: 'running' as const,
    planned: 100,
    counters: written(40),
    pace: { since, done: 20 },
  };
  const now = new Date(since.getTime() + 10_000);
  expect((await runViewOf({ runs, chunks }, state, now)).secondsLeft).toBe(30);
  expect((await runViewOf({ runs, chunks }, { ...state, state: 'paused' }, now)).secondsLeft).toBeNull();
});

test('sums of counters do not depend on the order of the parts', () => {
  const a = { written: 1, unchanged: 2, skipped: { x: 1 }, failed: {} };
  const b = { written: 3, unchanged: 0, skipped: { x: 2, y: 5 }, failed: { z: 1 } };
  expect(addCounts(a, b)).toEqual(addCounts(b, a));
  expect(addCounts(a, b)).toEqual({ written: 4, unchanged: 2, skipped: { x: 3, y: 5 }, failed: { z: 1 } });
});

test('history of a record repeated by a run is replaced, and goes with its installation', async () => {
  const history = createHistoryStore(db);
  await history.ensureIndexes();
  const key = { companyId: 1, epoch: 'e', orgId: 9, runId: 'r' };
  const entry = { ...key, cause: 'run' as const, code: null, field: null, notes: [] };
  await history.add([{ ...entry, at: new Date(1000), outcome: 'failed', sources: [] }]);
  await history.add([
    { ...entry, at: new Date(2000), outcome: 'written', sources: ['city'] },
    { ...entry, orgId: 10, at: new Date(2000), outcome: 'written', sources: [] },
  ]);
  expect(await history.ofRecord(1, 9, 5)).toEqual([
    { ...entry, at: new Date(2000), outcome: 'written', sources: ['city'] },
  ]);
  expect(await history.ofRecord(2, 9, 5)).toEqual([]);
  expect(await history.erase(1, 'another')).toBe(0);
  expect(await history.erase(1)).toBe(2);
});
