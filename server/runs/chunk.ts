import type { Counters } from './run.ts';

/** A share of a run's work: the organizations with `from` ≤ id ≤ `to`. */
export type Chunk = {
  id: string;
  runId: string;
  companyId: number;
  epoch: string;
  from: number;
  to: number;
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
