import type { Tag } from '../mapping/diff/tags.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import type { Cause } from '../runs/history.ts';
import type { EpochScope } from './epoch-guard.ts';
import type { LinkKey } from './link.ts';

/** What one attempt is about to replace in a record, and the tags of what it writes there. */
type Replaced = LinkKey & {
  cause: Cause;
  runId: string | null;
  at: Date;
  fields: { source: string; code: string; value: FieldValue; tag: Tag }[];
};

/** Keeps replaced values where a company wants to be able to undo; see server/undo. */
export type ReplacedValues = {
  isOn(at: EpochScope): Promise<boolean>;
  /** @returns the key under which it is kept */
  keep(replaced: Replaced): Promise<string>;
  /** The write came through: what the fields hold since, by code; the others were not written. */
  settle(key: string, at: EpochScope, held: ReadonlyMap<string, Tag>): Promise<void>;
  /** The write was refused: nothing was replaced. */
  drop(key: string, at: EpochScope): Promise<void>;
};
