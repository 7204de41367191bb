import type { Chunk, ChunkPlan } from './chunk.ts';
import type { Counters, Run, RunProgress } from './run.ts';
import type { PauseReason } from './runs.contract.ts';
import type { Slots } from './slots.ts';

/** What the one process that drives a run works with. */
export type Driver = {
  /** Aborts when the process stops, the lease is lost or the run is no longer going. */
  signal: AbortSignal;
  /** Saves progress. Throws when the lease is lost or the run is no longer going. */
  checkpoint(progress: RunProgress): Promise<void>;
  /** Adds shares of work; those that exist already stay. */
  addChunks(plans: readonly ChunkPlan[]): Promise<void>;
  /** Takes back shares that begin after an organization id. */
  removeChunksAfter(id: number): Promise<void>;
  /** How many records are in shares so far, and the first of the shares. */
  planned(shares: number): Promise<{ records: number; first: Pick<Chunk, 'from' | 'to' | 'ids'>[] }>;
  /** Highest organization id that has been planned. */
  plannedTo(): Promise<number>;
};

/** What a process that works on a chunk works with. */
export type ChunkWorker = {
  signal: AbortSignal;
  /** How many records this process works on at a time, whatever the run. */
  slots: Slots;
  /** Counts so far, changed in place; saved while the work goes on and when it is done. */
  counts: Counters;
  /** Sets how many records the chunk turned out to hold. */
  found(count: number): void;
  spent(tokens: number): void;
  /** Tells how long after it was read a record was written to, in milliseconds. */
  gap(ms: number): void;
  /** Marks the chunk done, with its counts. Work that returns without it is handed back. */
  finish(): Promise<void>;
};

/** What a kind of run does. Both functions may be repeated after a crash and must then go on. */
export type RunWork = {
  /** Work of one process at a time: a whole walk, or making chunks. */
  drive(run: Run, driver: Driver): Promise<'finished' | 'chunks_ready'>;
  /** Works a chunk to its end, or until the signal aborts. */
  work?(run: Run, chunk: Chunk, hands: ChunkWorker): Promise<void>;
};

/** Thrown by the work of a run that cannot go on now. */
export class RunPause extends Error {
  constructor(
    readonly reason: PauseReason,
    readonly resumesAt: Date | null,
  ) {
    super(`the run waits: ${reason}`);
    this.name = 'RunPause';
  }
}

/** Thrown by work that gives back what it has not done, for whoever comes next: neither a failure nor a pause. */
export class HandedBack extends Error {
  constructor() {
    super('the work was handed back');
    this.name = 'HandedBack';
  }
}
