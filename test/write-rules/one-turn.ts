import { planEnrichAll } from '../../server/enrichment/enrich-all.ts';
import { enrichChunk } from '../../server/enrichment/enrich-chunk.ts';
import type { Chunk, ChunkPlan } from '../../server/runs/chunk.ts';
import { countsTotal, noCounts, type Run } from '../../server/runs/run.ts';
import { createSlots } from '../../server/runs/slots.ts';
import type { World as RulesWorld } from './world.ts';

/** What a run needs of a world. */
type World = Pick<RulesWorld, 'companyId' | 'installation'> & {
  depsOf(actor: 'run'): ReturnType<RulesWorld['depsOf']>;
  life: Pick<RulesWorld['life'], 'clock'>;
  model: { broken: string[] };
};

/** What one process does of a run, from where the last one left it. Its counters must balance. */
export async function oneTurn(world: World, run: Run): Promise<void> {
  const deps = world.depsOf('run');
  const { signal } = new AbortController();
  const ranges: ChunkPlan[] = [];
  await planEnrichAll(deps, run, {
    signal,
    checkpoint: async (progress) => void Object.assign(run, progress),
    addChunks: async (more) => void ranges.push(...more),
    plannedTo: async () => 0,
    removeChunksAfter: async () => undefined,
    planned: async () => ({ records: 0, first: [] }),
  });
  for (const range of ranges) {
    const chunk: Chunk = {
      ids: null,
      order: 0,
      ...range,
      id: `${run.id}:${range.from}`,
      runId: run.id,
      companyId: run.companyId,
      epoch: run.epoch,
      done: false,
      token: 't',
      until: new Date(0),
      counts: noCounts(),
      tokensUsed: 0,
      longestGapMs: null,
    };
    const counts = noCounts();
    let found = 0;
    let finished = false;
    await enrichChunk(deps, run, chunk, {
      signal,
      slots: createSlots(3),
      counts,
      found: (count) => {
        found = count;
      },
      spent: () => undefined,
      gap: () => undefined,
      finish: async () => {
        finished = true;
      },
    });
    if (!finished || countsTotal(counts) !== found)
      world.model.broken.push(`the counters do not balance: ${found} found, ${JSON.stringify(counts)}`);
  }
}

/** A run that begins now; `reading` as if it had been decided. */
export function newRun(world: World, reading: Run['reading']): Run {
  const { epoch } = world.installation();
  return {
    id: world.depsOf('run').randomId(),
    companyId: world.companyId,
    epoch,
    kind: 'enrich_all',
    state: 'running',
    pauseReason: null,
    resumesAt: null,
    phase: 'driving',
    driver: null,
    planned: null,
    plannedIsEstimate: true,
    counters: noCounts(),
    tokensUsed: 0,
    reading,
    longestGapMs: null,
    cursor: null,
    highWater: 0,
    lookedTo: 0,
    failures: 0,
    settled: false,
    release: null,
    ofRunId: null,
    only: null,
    createdByUserId: 1,
    createdAt: world.life.clock.now(),
    startedAt: null,
    pace: null,
    finishedAt: null,
    errorCode: null,
  };
}
