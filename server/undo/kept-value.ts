import type { Cause } from '../runs/history.ts';

/** How long what was replaced is kept. */
export const keptDays = 30;
export const keptMs = keptDays * 86_400_000;

/** One field of an attempt: what it replaced, sealed, and the tags (8 bytes) of what it wrote. */
export type KeptField = {
  source: string;
  code: string;
  sealed: string;
  sent: Buffer;
  /** Of what the field held after the write; null until that is known. */
  held: Buffer | null;
};

/** What one attempt replaced in one record. `settled`: the write is known to have come through. */
export type KeptRow = {
  id: string;
  companyId: number;
  epoch: string;
  orgId: number;
  runId: string | null;
  cause: Cause;
  at: Date;
  settled: boolean;
  fields: KeptField[];
};
