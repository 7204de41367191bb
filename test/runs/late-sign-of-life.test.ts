import { expect, test } from 'vitest';
import { silentLog } from '../../server/platform/log.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import { countRecord } from '../../server/runs/run.ts';
import { settleRun, type TurnDeps } from '../../server/runs/run-turn.ts';
import { createSlots } from '../../server/runs/slots.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { workChunk } from '../../server/runs/work-chunk.ts';
import { testDatabase } from '../support/database.ts';
import { fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const records = 38;

test('a sign of life that the database hears of after the end of the chunk takes nothing from its counts', async () => {
  const clock = fakeClock();
  const stores = { runs: createRunStore(db), chunks: createChunkStore(db) };
  const jobs = { now: async () => {} };
  const starting = { ...stores, clock, jobs, randomId: () => 'run', currentEpoch: async () => 'e' };
  const order = { companyId: 1, epoch: 'e', kind: 'enrich_all', userId: 5, planned: records } as const;
  const run = await startRun(starting, order);
  await stores.chunks.add(run, [{ from: 1, to: records, count: records }], clock.now());
  const driver = { token: 'd', until: new Date(clock.now().getTime() + 60_000) };
  await stores.runs.takeDriver(run, driver, clock.now());
  await stores.runs.begin(run, 0, clock.now());
  await stores.runs.checkpoint(run, 'd', { phase: 'chunks', plannedIsEstimate: false });

  let [begin, letGo] = [() => {}, () => {}];
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  /** The first sign of life is on its way for as long as the chunk takes. */
  const renew: typeof stores.chunks.renew = async (chunk, claim, progress) => {
    const asItWas = structuredClone(progress);
    begin();
    await finished;
    return stores.chunks.renew(chunk, claim, asItWas);
  };
  const deps: TurnDeps = {
    ...{ clock, log: silentLog, slots: createSlots(8), leaseMs: 3000, randomId: () => 'turn' },
    ...{ runs: stores.runs, chunks: { ...stores.chunks, renew } },
    work: {
      enrich_all: {
        drive: async () => 'chunks_ready',
        async work(_run, _chunk, hands) {
          hands.found(records);
          for (let n = 2; n < records; n++) countRecord(hands.counts, 'written');
          await clock.advance(1000);
          await begun;
          for (let n = 0; n < 2; n++) countRecord(hands.counts, 'written');
          await hands.finish();
          letGo();
        },
      },
    },
  };
  const going = await stores.runs.get(1, run.id);
  if (!going) throw new Error('no run');
  expect(await workChunk(deps, going, new AbortController().signal)).toBe(true);
  await settleRun(deps, going);
  const ended = await stores.runs.get(1, run.id);
  expect(ended).toMatchObject({ state: 'done', planned: records, counters: { written: records } });
});
