import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../server/platform/log.ts';
import { cancelRun } from '../../server/runs/cancel-run.ts';
import { createChunkStore } from '../../server/runs/chunk.store.ts';
import { pauseRun, resumeRun } from '../../server/runs/pause-run.ts';
import { createRunStore } from '../../server/runs/run.store.ts';
import { countRecord, type Run } from '../../server/runs/run.ts';
import { settleRun, type TurnDeps } from '../../server/runs/run-turn.ts';
import { runViewOf } from '../../server/runs/run-view.ts';
import type { RunWork } from '../../server/runs/run-work.ts';
import { createSlots } from '../../server/runs/slots.ts';
import { startRun } from '../../server/runs/start-run.ts';
import { supersedeRun } from '../../server/runs/supersede-run.ts';
import { workChunk } from '../../server/runs/work-chunk.ts';
import { checkBalance } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
const stores = { runs: createRunStore(db), chunks: createChunkStore(db) };
const leaseMs = 3000;
const [chunkCount, perChunk] = [3, 4];
const total = chunkCount * perChunk;
let ids = 0;
const randomId = () => `i-${ids++}`;

/** What can happen next. Weights make most things happen while the run still goes on. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('claim' as const, 'beat' as const) },
  { weight: 12, arbitrary: fc.constant('record' as const) },
  { weight: 8, arbitrary: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const) },
  { weight: 4, arbitrary: fc.constantFrom('crash' as const, 'lapse' as const, 'settle' as const) },
  { weight: 1, arbitrary: fc.constantFrom('cancel' as const, 'supersede' as const) },
);

type Scene = {
  run: Run;
  clock: FakeClock;
  /** Records that are really done, whoever did them. */
  done: Set<string>;
  /** Lets one record of some process go on. */
  gates: (() => void)[];
  deps: TurnDeps;
  life: { dead: boolean };
  turns: Promise<unknown>[];
};

/** A record is done at its gate, and is counted by whoever has its chunk: the same rules enriching goes by. */
const workOf = (scene: () => Scene, life: { dead: boolean }): RunWork => ({
  drive: async () => 'chunks_ready',
  async work(_run, chunk, hands) {
    const { done, gates } = scene();
    const keys = Array.from({ length: perChunk }, (_, at) => `${chunk.from + at}`);
    const gate = () =>
      new Promise<boolean>((open) => {
        const go = () => {
          // Aborted after it was opened: by then it is not among them, and nobody else's may go.
          const at = gates.indexOf(go);
          if (at >= 0) gates.splice(at, 1);
          open(!hands.signal.aborted && !life.dead);
        };
        gates.push(go);
        hands.signal.addEventListener('abort', go);
      });
    const count = (key: string) =>
      Number(key) % 4 === 3
        ? countRecord(hands.counts, 'failed', 'no_access')
        : countRecord(hands.counts, 'written');
    // Reading what was done before takes its time as well.
    if (!(await gate())) return;
    hands.found(perChunk);
    for (const key of keys) if (done.has(key)) count(key);
    for (const key of keys.filter((each) => !done.has(each))) {
      if (!(await gate())) return;
      done.add(key);
      count(key);
    }
    hands.signal.throwIfAborted();
    await hands.finish();
  },
});

/** A process: what it writes after its death never happens. */
function aProcess(scene: () => Scene): Pick<Scene, 'deps' | 'life'> {
  const life = { dead: false };
  const mortal = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name, receiver) {
        const member = Reflect.get(target, name, receiver) as unknown;
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) =>
          life.dead ? Promise.reject(new Error('this process is dead')) : member.apply(target, args);
      },
    });
  const base = { clock: scene().clock, log: silentLog, slots: createSlots(8), leaseMs, randomId };
  const { runs, chunks } = stores;
  const deps = {
    ...base,
    runs: mortal(runs),
    chunks: mortal(chunks),
    work: { enrich_all: workOf(scene, life) },
  };
  return { deps, life };
}

async function newScene(): Promise<Scene> {
  const clock = fakeClock();
  await stores.runs.erase(1);
  await stores.chunks.erase(1);
  const starting = {
    ...stores,
    clock,
    jobs: { now: async () => {} },
    randomId,
    currentEpoch: async () => 'e',
  };
  const order = { companyId: 1, epoch: 'e', kind: 'enrich_all', userId: 5, planned: total } as const;
  const run = await startRun(starting, order);
  const plans = Array.from({ length: chunkCount }, (_, at) => ({
    ...{ from: at * perChunk + 1, to: (at + 1) * perChunk, count: perChunk },
  }));
  await stores.chunks.add(run, plans, clock.now());
  const driver = { token: 'd', until: new Date(clock.now().getTime() + leaseMs) };
  await stores.runs.takeDriver(run, driver, clock.now());
  await stores.runs.begin(run, 0, clock.now());
  await stores.runs.checkpoint(run, 'd', { phase: 'chunks', plannedIsEstimate: false });
  await stores.runs.releaseDriver(run, 'd');
  const scene = { run, clock, done: new Set<string>(), gates: [], turns: [] } as unknown as Scene;
  return Object.assign(
    scene,
    aProcess(() => scene),
  );
}

const now = async ({ run }: Scene): Promise<Run> => (await stores.runs.get(1, run.id)) ?? run;
const refusable = (promise: Promise<unknown>) => promise.catch((error: { code?: string }) => error.code);

async function take(scene: Scene, what: string): Promise<void> {
  const { clock, deps, gates } = scene;
  const people = { ...stores, clock, wake() {} };
  const run = await now(scene);
  const goes = run.state === 'running' || run.state === 'queued';
  if (what === 'claim' && goes)
    scene.turns.push(workChunk(deps, run, new AbortController().signal).catch(() => undefined));
  if (what === 'record') gates[0]?.();
  if (what === 'beat') await clock.advance(1000);
  // Longer than a lease without a sign of life, as a process that hangs.
  if (what === 'lapse') await clock.advance(leaseMs * 2);
  if (what === 'crash') {
    scene.life.dead = true;
    for (const open of [...gates]) open();
    Object.assign(
      scene,
      aProcess(() => scene),
    );
  }
  if (what === 'pause') await refusable(pauseRun(people, 1, run.id));
  if (what === 'resume') await refusable(resumeRun(people, 1, run.id));
  if (what === 'cancel') await cancelRun(people, 1, run.id);
  if (what === 'supersede') await supersedeRun(people, run);
  if (what === 'settle' && run.state !== 'paused' && !run.settled) await settleRun(deps, run);
}

/** Looks at the run as a screen does. */
async function look(scene: Scene, counted: number): Promise<number> {
  const view = await runViewOf(stores, await now(scene), scene.clock.now());
  checkBalance(view);
  const { planned, written, failed, remaining } = view;
  const processed = written + (failed['no_access'] ?? 0);
  expect(planned).toBe(total);
  expect(remaining).toBe(total - processed);
  // Nothing is counted that was not done, nothing is counted twice, and nothing counted is forgotten.
  expect(processed).toBeLessThanOrEqual(scene.done.size);
  expect(processed).toBeGreaterThanOrEqual(counted);
  return processed;
}

/** Whatever happened: processes that live now bring the run to its end. */
async function bringToEnd(scene: Scene): Promise<Run> {
  const people = { ...stores, clock: scene.clock, wake() {} };
  await refusable(resumeRun(people, 1, scene.run.id));
  return waitFor('the end of the run', async () => {
    for (const open of [...scene.gates]) open();
    await scene.clock.advance(leaseMs);
    const run = await now(scene);
    if (run.settled) return run;
    if (run.finishedAt) await settleRun(scene.deps, run);
    else await take(scene, 'claim');
    return false;
  });
}

describe('whatever happens to a run, in whatever order', () => {
  test('its counters balance at every look, and at its end everything done is counted once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const scene = await newScene();
        let counted = 0;
        for (const what of steps) {
          await take(scene, what);
          counted = await look(scene, counted);
        }
        const end = await bringToEnd(scene);
        counted = await look(scene, counted);
        if (end.state === 'done_with_errors') expect([counted, scene.done.size]).toEqual([total, total]);
        else expect(['cancelled', 'superseded']).toContain(end.state);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }, 120_000);
});
