import { expect, test } from 'vitest';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { createHistoryStore } from '../../server/runs/history.store.ts';
import type { HistoryEntry } from '../../server/runs/history.ts';
import { createOldRunStore } from '../../server/runs/old-run.store.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import { recordsOfRun } from '../../server/runs/run-records.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { tidyRuns } from '../../server/runs/tidy-runs.ts';
import { testDatabase } from '../support/database.ts';
import { fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const day = 86_400_000;
// Not in the past: a database that lets rows go by itself goes by the time of its own.
const clock = fakeClock({ start: new Date(Date.now() + day) });
const [runs, chunks, history] = [createRunStore(db), createChunkStore(db), createHistoryStore(db)];
const deps = { runs, oldRuns: createOldRunStore(db), chunks, history, clock };
for (const store of [runs, chunks, history]) await store.ensureIndexes();
let ids = 0;
const start = (companyId: number) =>
  startRun(
    { ...deps, jobs: { now: async () => {} }, randomId: () => `run-${ids++}`, currentEpoch: async () => 'e' },
    { companyId, epoch: 'e', kind: 'enrich_all', userId: 5, planned: null },
  );
const entry = (runId: string, orgId: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  ...{
    companyId: 1,
    epoch: 'e',
    orgId,
    cause: 'run',
    runId,
    at: clock.now(),
    outcome: 'written',
    code: null,
  },
  ...{ field: null, sources: ['city'], notes: [], ...more },
});

test('records of a run come by outcome and id, a page at a time, to their own company only', async () => {
  const run = await start(1);
  const all = Array.from({ length: 130 }, (_, at) => entry(run.id, 130 - at));
  const failed = entry(run.id, 500, { outcome: 'failed', code: 'no_access', field: 'abc', sources: [] });
  const note = { source: 'city', code: 'cut' };
  await history.add([...all, failed, entry(run.id, 501, { outcome: 'unchanged', notes: [note] })]);
  const first = await recordsOfRun(deps, 1, run.id, { outcome: 'written', after: 0 });
  expect(first.records.map(({ organizationId }) => organizationId)).toEqual(
    Array.from({ length: 100 }, (_, at) => at + 1),
  );
  const second = await recordsOfRun(deps, 1, run.id, { outcome: 'written', after: first.next ?? 0 });
  expect([second.records.length, second.next]).toEqual([30, null]);
  expect((await recordsOfRun(deps, 1, run.id, { outcome: 'failed', after: 0 })).records).toMatchObject([
    { organizationId: 500, code: 'no_access', field: 'abc' },
  ]);
  expect((await recordsOfRun(deps, 1, run.id, { outcome: 'noted', after: 0 })).records).toMatchObject([
    { organizationId: 501, outcome: 'unchanged', notes: [{ ...note, detail: null }] },
  ]);
  await expect(recordsOfRun(deps, 2, run.id, { outcome: 'failed', after: 0 })).rejects.toMatchObject({
    code: 'run_not_found',
  });
});

test('history goes after 30 days and a run after 90, but never one that still goes on', async () => {
  const over = await start(2);
  const long = await start(3);
  await chunks.add(over, [{ from: 1, to: 9, count: 9 }], clock.now());
  await chunks.add(long, [{ from: 1, to: 9, count: 9 }], clock.now());
  await history.add([entry('old', 1, { companyId: 2 })]);
  await runs.end(over, { state: 'done' }, true, clock.now());

  await clock.advance(29 * day);
  await history.add([entry('new', 1, { companyId: 2 })]);
  await tidyRuns(deps);
  expect(await history.ofRecord(2, 1, 9)).toHaveLength(2);
  // A process died between counting the run to its end and letting its chunks go.
  expect((await chunks.sums(over, clock.now())).planned).toBe(0);
  expect((await chunks.sums(long, clock.now())).planned).toBe(9);

  await clock.advance(2 * day);
  await tidyRuns(deps);
  expect((await history.ofRecord(2, 1, 9)).map(({ runId }) => runId)).toEqual(['new']);
  expect(await runs.get(2, over.id)).not.toBeNull();

  await clock.advance(60 * day);
  await tidyRuns(deps);
  expect(await runs.get(2, over.id)).toBeNull();
  expect(await runs.get(3, long.id)).not.toBeNull();
  expect((await chunks.sums(long, clock.now())).planned).toBe(9);
});
