import type { StoreRecord } from '../catalog/store.ts';
import type { Diff } from '../mapping/diff/diff.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';
import type { Run } from '../runs/run.ts';
import type { ChunkWorker } from '../runs/run-work.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { FieldProof } from './field-proof.ts';
import type { Link } from './link.ts';
import type { RecordWriter } from './record-writer.ts';

/** What is the same for all records of a chunk. */
export type ChunkScope = {
  run: Run;
  caller: Caller;
  context: EnrichmentContext;
  writer: RecordWriter;
  proof: FieldProof;
  hands: ChunkWorker;
};

export type StoresById = ReadonlyMap<string, StoreRecord>;

/** A record whose changes are worked out; `readAt`, and `live`, where they hang on what was read of it then. */
export type Item = { link: Link; store: StoreRecord; diff: Diff; readAt: Date | null; live?: Organization };

/** A record that must be read before its changes can be worked out, and how often it was already. */
export type Unread = { link: Link; store: StoreRecord; reads: number };

/** The records of a chunk for which there is something to do. */
export type Sorted = { ready: Item[]; unread: Unread[] };
