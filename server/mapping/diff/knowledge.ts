import type { Tag } from './tags.ts';

/**
 * What we know of one record's mapped fields, packed in mapping order and nothing but keyed hashes
 * (design.md §5.4, §5.7). Absent slots and zero tags mean "not known".
 * - `confirmed`, 12 bytes an entry: tag of what Pipedrive held after our last write, of the empty value where the field
 *   was seen empty, or `otherTag` where somebody else's value was seen (8); extra (4). The extra is an anchor for sources with tolerance (tolerance.ts); for others it is half the tag of what we sent where
 *   Pipedrive made something else of it (rounding we did not foresee), else 0.
 * - `pending`, 8 bytes an entry: tag of what is being sent; null when nothing is.
 */
export type Knowledge = { confirmed: Buffer; pending: Buffer | null };

export type Slot = { tag: Tag; extra: number };

const confirmedWidth = 12;
const pendingWidth = 8;

/** Nothing known: a record never enriched. */
export const noKnowledge: Knowledge = { confirmed: Buffer.alloc(0), pending: null };

/** What is confirmed of entry `index`; null when not known. */
export function confirmedSlot(knowledge: Knowledge, index: number): Slot | null {
  const tag = readTag(knowledge.confirmed, index * confirmedWidth);
  return tag && { tag, extra: knowledge.confirmed.readInt32LE(index * confirmedWidth + pendingWidth) };
}

/** The tag that is being sent for entry `index`; null when none is. */
export function pendingTag(knowledge: Knowledge, index: number): Tag | null {
  return knowledge.pending && readTag(knowledge.pending, index * pendingWidth);
}

export type Change = { index: number; confirmed?: Slot | null; pending?: Tag | null };

/** Knowledge with some slots set (null: forgotten), longer where needed; the given one stays as it is. */
export function withSlots(knowledge: Knowledge, changes: readonly Change[]): Knowledge {
  let confirmed: Buffer | null = null;
  let pending: Buffer | null = null;
  const last = changes.reduce((most, change) => Math.max(most, change.index), -1);
  for (const { index, confirmed: slot, pending: tag } of changes) {
    if (slot !== undefined) {
      confirmed ??= copy(knowledge.confirmed, (last + 1) * confirmedWidth);
      writeTag(confirmed, index * confirmedWidth, slot?.tag ?? null);
      confirmed.writeInt32LE(slot?.extra ?? 0, index * confirmedWidth + pendingWidth);
    }
    if (tag !== undefined) {
      pending ??= copy(knowledge.pending ?? noKnowledge.confirmed, (last + 1) * pendingWidth);
      writeTag(pending, index * pendingWidth, tag);
    }
  }
  const stillPending = pending ?? knowledge.pending;
  return {
    confirmed: confirmed ?? knowledge.confirmed,
    pending: stillPending?.some((byte) => byte !== 0) ? stillPending : null,
  };
}

function readTag(buffer: Buffer, at: number): Tag | null {
  if (at + pendingWidth > buffer.length) return null;
  const [high, low] = [buffer.readInt32LE(at), buffer.readInt32LE(at + 4)];
  return high === 0 && low === 0 ? null : { high, low };
}

function writeTag(buffer: Buffer, at: number, tag: Tag | null): void {
  buffer.writeInt32LE(tag?.high ?? 0, at);
  buffer.writeInt32LE(tag?.low ?? 0, at + 4);
}

function copy(buffer: Buffer, size: number): Buffer {
  const larger = Buffer.alloc(Math.max(buffer.length, size));
  buffer.copy(larger);
  return larger;
}
