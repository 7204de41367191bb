import type { Counters } from './run.ts';

/** A share of a run's work as it is planned. */
export type ChunkPlan = {
  /** First and last organization id in it. No two chunks of a run begin with the same. */
  from: number;
  to: number;
  count: number;
  /** The organizations in it, where they are not simply all from the first to the last. */
  ids?: number[];
  /** Chunks with a lower number are handed out first; 0 when left out. */
  order?: number;
};

/** A share of a run's work: the organizations in `ids`; without them those with `from` ≤ id ≤ `to`. */
export type Chunk = {
  id: string;
  runId: string;
  companyId: number;
  epoch: string;
  from: number;
  to: number;
  ids: number[] | null;
  order: number;
  /** Records in it, as planned or, once worked on, as found. */
  count: number;
  done: boolean;
  /** Claim of the process that works on it; `until` in the past: free. */
  token: string | null;
  until: Date;
  counts: Counters;
  tokensUsed: number;
  longestGapMs: number | null;
};

/** What a run's chunks add up to. */
export type ChunkSums = {
  planned: number;
  counters: Counters;
  tokensUsed: number;
  longestGapMs: number | null;
  unfinished: number;
  claimed: number;
};
