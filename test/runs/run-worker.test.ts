import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../server/platform/clock.ts';
import { AppError } from '../../server/platform/errors.ts';
import { silentLog } from '../../server/platform/log.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import { noCounts } from '../../server/runs/run.ts';
import { RunPause, type RunWork } from '../../server/runs/run-work.ts';
import { createRunWorker, type RunWorker } from '../../server/runs/run-worker.ts';
import { createSlots } from '../../server/runs/slots.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
const runs = createRunStore(db);
const chunks = createChunkStore(db);
let workers: RunWorker[] = [];
let ids = 0;
const randomId = () => `id-${ids++}`;

const unused: RunWork = { drive: async () => 'finished' };
function begin(scan: RunWork, options: { leaseMs?: number } = {}): RunWorker {
  const work = { scan, enrich_all: unused, preview: unused };
  const worker = createRunWorker(
    { runs, chunks, work, clock: systemClock, log: silentLog, randomId },
    { pollMs: 10, leaseMs: options.leaseMs ?? 5_000 },
  );
  worker.start();
  workers.push(worker);
  return worker;
}
const start = (companyId = 1) =>
  startRun(
    { runs, jobs: { now: async () => {} }, clock: systemClock, randomId, currentEpoch: async () => 'e' },
    { companyId, epoch: 'e', kind: 'scan', userId: 5, planned: null },
  );
const stateOf = async (id: string, companyId = 1) => (await runs.get(companyId, id))?.state;

beforeEach(async () => {
  for (const companyId of [1, 2]) await runs.erase(companyId);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});

describe('the run worker', () => {
  test('is driven by one of several workers at a time', async () => {
    let driving = 0;
    let most = 0;
    const counted: RunWork = {
      async drive(_, driver) {
        most = Math.max(most, ++driving);
        await driver.checkpoint({ highWater: 1 });
        driving--;
        return 'finished';
      },
    };
    for (let i = 0; i < 3; i++) begin(counted);
    const run = await start();
    await waitFor('the run to be done', async () => (await stateOf(run.id)) === 'done');
    expect(most).toBe(1);
  });

  test('runs of two companies go on side by side', async () => {
    const [one, two] = [await start(1), await start(2)];
    const under = new Set<number>();
    let release = () => {};
    const bothUnder = new Promise<void>((resolve) => {
      release = resolve;
    });
    begin({
      async drive(run) {
        if (under.add(run.companyId).size === 2) release();
        await bothUnder;
        return 'finished';
      },
    });
    await waitFor(
      'both to be done',
      async () => (await stateOf(one.id)) === 'done' && (await stateOf(two.id, 2)) === 'done',
    );
  });

  test('gives up a run that fails again and again without getting on, and says so', async () => {
    let turns = 0;
    begin({
      async drive() {
        turns++;
        throw new TypeError('a mistake that repeats');
      },
    });
    const run = await start();
    await waitFor('the run to fail', async () => (await stateOf(run.id)) === 'failed');
    expect(turns).toBe(5);
    expect(await runs.get(1, run.id)).toMatchObject({ errorCode: 'unexpected_error', settled: true });
    expect((await start()).state).toBe('queued');
  });

  test('fails at once where no repetition helps', async () => {
    begin({
      async drive() {
        throw new AppError({ code: 'website_field_not_chosen', status: 409, message: 'Choose it.' });
      },
    });
    const run = await start();
    await waitFor('the run to fail', async () => (await stateOf(run.id)) === 'failed');
    expect((await runs.get(1, run.id))?.errorCode).toBe('website_field_not_chosen');
  });

  test('lets a run wait that says so, and takes it up when its time has come', async () => {
    let turns = 0;
    begin({
      async drive() {
        if (++turns === 1) throw new RunPause('budget', new Date(0));
        return 'finished';
      },
    });
    const run = await start();
    await waitFor('the run to be done', async () => (await stateOf(run.id)) === 'done');
    expect(turns).toBe(2);
  });

  test('stops the work of a cancelled run, and what it saves later is refused', async () => {
    let ended = '';
    begin(
      {
        async drive(_, driver) {
          await new Promise<void>((resolve) => driver.signal.addEventListener('abort', () => resolve()));
          ended = await driver.checkpoint({ counters: { ...noCounts(), written: 99 } }).then(
            () => 'saved',
            (error: { code?: string }) => error.code ?? '',
          );
          return 'finished';
        },
      },
      { leaseMs: 300 },
    );
    const run = await start();
    await waitFor('the run to begin', async () => (await stateOf(run.id)) === 'running');
    await runs.end(run, { state: 'cancelled' }, true, new Date());
    await waitFor('the work to end', () => ended);
    expect(ended).toBe('lease_lost');
    expect(await runs.get(1, run.id)).toMatchObject({ state: 'cancelled', counters: noCounts() });
  });

  test('a stopping worker waits for its work and leaves the run to others at once', async () => {
    let under = () => {};
    const begun = new Promise<void>((resolve) => {
      under = resolve;
    });
    const first = begin(
      {
        async drive(_, driver) {
          under();
          await new Promise<void>((resolve) => driver.signal.addEventListener('abort', () => resolve()));
          await driver.checkpoint({ highWater: 42 });
          throw driver.signal.reason;
        },
      },
      { leaseMs: 3_600_000 },
    );
    const run = await start();
    await begun;
    await first.stop();
    expect(await runs.get(1, run.id)).toMatchObject({ driver: null, highWater: 42, failures: 0 });
    begin(unused);
    await waitFor('the run to be done', async () => (await stateOf(run.id)) === 'done');
  });
});

test('slots let no more than their number in, in the order of asking', async () => {
  const slots = createSlots(2);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      slots.use(async () => {
        order.push(n);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
        if (n === 2) return;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.use(async () => 'free')).toBe('free');
});
