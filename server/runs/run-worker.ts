import { driveRun } from './drive-run.ts';
import { countsTotal, type Run } from './run.ts';
import { settleRun, type TurnDeps } from './run-turn.ts';
import { createSlots } from './slots.ts';
import { workChunk } from './work-chunk.ts';

export type RunWorkerDeps = Omit<TurnDeps, 'slots' | 'leaseMs'>;
export type RunWorkerOptions = {
  /** How long a claim holds without a sign of life. */
  leaseMs?: number;
  /** How often the process looks for work nobody told it of. */
  pollMs?: number;
  /** How many records the process works on at a time. */
  concurrency?: number;
  /** How many chunks of one run the process works on at a time: one reads while the other writes. */
  chunksAtATime?: number;
};
/** Enough that steps with the database are taken by several records at once; how fast calls leave is the budget's affair. */
export const recordsAtOnce = 16;

export type RunWorker = {
  start(): void;
  /** Stops after the records under way, hands the rest back and waits until nothing of it goes on here. */
  stop(): Promise<void>;
  /** Looks for work now. */
  wake(): void;
};

/**
 * The one loop of a process that moves runs forward, of whatever kind and company. Any number of processes
 * may do so side by side; what one leaves unfinished another takes over when its lease has run out.
 */
export function createRunWorker(base: RunWorkerDeps, options: RunWorkerOptions = {}): RunWorker {
  const { leaseMs = 15_000, pollMs = 2_000, concurrency = recordsAtOnce, chunksAtATime = 2 } = options;
  const deps: TurnDeps = { ...base, leaseMs, slots: createSlots(concurrency) };
  const stopping = new AbortController();
  const served = new Map<string, Promise<void>>();
  let alarm = new AbortController();
  let loop: Promise<void> | null = null;

  async function look(): Promise<void> {
    await deps.runs.dangerousResumeDueAcrossCompanies(deps.clock.now());
    for (const run of await deps.runs.dangerousUnsettledAcrossCompanies()) {
      if (stopping.signal.aborted) return;
      if (served.has(run.id)) continue;
      const service = serve(run)
        .catch((error: unknown) => logTrouble(deps, run, error))
        .finally(() => served.delete(run.id));
      served.set(run.id, service);
    }
  }

  /** Stays with a run as long as there is something to do for it here. */
  async function serve(listed: Run): Promise<void> {
    while (!stopping.signal.aborted) {
      const run = await deps.runs.get(listed.companyId, listed.id);
      if (!run || run.settled || run.state === 'paused') return;
      if (run.state !== 'queued' && run.state !== 'running') return settleRun(deps, run);
      if (!(run.phase === 'driving' ? await driveRun(deps, run, stopping.signal) : await workChunks(run)))
        return;
    }
  }

  async function workChunks(run: Run): Promise<boolean> {
    if (run.state === 'queued') {
      const { counters } = await deps.chunks.sums(run, deps.clock.now());
      if (!(await deps.runs.begin(run, countsTotal(run.counters) + countsTotal(counters), deps.clock.now())))
        return false;
    }
    const turns = Array.from({ length: chunksAtATime }, () => workChunk(deps, run, stopping.signal));
    return (await Promise.all(turns)).some((worked) => worked);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      alarm = new AbortController();
      await look().catch((error: unknown) => logTrouble(deps, null, error));
      await deps.clock.sleep(pollMs, AbortSignal.any([alarm.signal, stopping.signal]));
    }
  }

  return {
    start() {
      loop ??= run();
    },
    wake: () => alarm.abort(),
    async stop() {
      stopping.abort();
      await loop;
      await Promise.all(served.values());
    },
  };
}

function logTrouble(deps: RunWorkerDeps, run: Run | null, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  deps.log.error(
    { companyId: run?.companyId, runId: run?.id, error: name },
    'the worker could not move a run',
  );
}
