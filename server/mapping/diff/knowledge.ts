import { sameTag, type Tag } from './tags.ts';

/**
 * What we know of one record's mapped fields, packed in mapping order and nothing but keyed hashes
 * (design.md §5.4, §5.7). Absent slots and zero tags mean "not known".
 * - `confirmed`, 12 bytes an entry: tag of what Pipedrive held after our last write, of the empty value where the field
 *   was seen empty, or `otherTag` where somebody else's value was seen (8); extra (4). The extra is an anchor for sources with tolerance (tolerance.ts); for others it is half the tag of what we sent where
 *   Pipedrive made something else of it (rounding we did not foresee), else 0.
 * - `pending`, 8 bytes an entry: tag of what is being sent; null when nothing is.
 * - `replaced`, 16 bytes an entry under a careful rule: tags of what our last two writes replaced, the latest first. An
 *   event that tells of one of them, late, shows by it whose value we wrote over. Null when there are none.
 */
export type Knowledge = {
  confirmed: Buffer;
  pending: Buffer | null;
  replaced: Buffer | null;
  /** Pipedrive's update time of the record when all this was so: RFC 3339, whole seconds. Null: never read. */
  asOf: string | null;
  /** Version of the mapping whose fields are all known of; null: of some nothing is known. */
  version: number | null;
};

export type Slot = { tag: Tag; extra: number };

/** Of which moment of the record something is known, and of the fields of which version of the mapping. */
export type Standing = Pick<Knowledge, 'asOf' | 'version'>;

/** Knowledge with the moment a look at the whole record is of; the same one where that is no news. */
export function standingAt(knowledge: Knowledge, standing: Standing | undefined): Knowledge {
  if (!standing || (knowledge.asOf === standing.asOf && knowledge.version === standing.version))
    return knowledge;
  return { ...knowledge, ...standing };
}

const confirmedWidth = 12;
const pendingWidth = 8;
const replacedWidth = 16;

/** Nothing known: a record never enriched. */
export const noKnowledge: Knowledge = {
  confirmed: Buffer.alloc(0),
  pending: null,
  replaced: null,
  asOf: null,
  version: null,
};

/** What is confirmed of entry `index`; null when not known. */
export function confirmedSlot(knowledge: Knowledge, index: number): Slot | null {
  const tag = readTag(knowledge.confirmed, index * confirmedWidth);
  return tag && { tag, extra: knowledge.confirmed.readInt32LE(index * confirmedWidth + pendingWidth) };
}

/** The tag that is being sent for entry `index`; null when none is. */
export function pendingTag(knowledge: Knowledge, index: number): Tag | null {
  return knowledge.pending && readTag(knowledge.pending, index * pendingWidth);
}

/** Tags of what our last writes replaced in entry `index`, the latest first; at most two. */
export function replacedTags(knowledge: Knowledge, index: number): Tag[] {
  const { replaced } = knowledge;
  if (!replaced) return [];
  const at = index * replacedWidth;
  return [readTag(replaced, at), readTag(replaced, at + pendingWidth)].filter((tag) => tag !== null);
}

/** Knowledge in which `replaced` says of some entries, too, what is about to be replaced there. */
export function withReplaced(
  knowledge: Knowledge,
  changes: readonly { index: number; tag: Tag }[],
): Knowledge {
  // Nothing came of the write that was to replace it before: then it is there already.
  const news = changes.filter(({ index, tag }) => !sameTag(replacedTags(knowledge, index)[0] ?? null, tag));
  if (news.length === 0) return knowledge;
  const last = Math.max(...news.map(({ index }) => index));
  const replaced = copy(knowledge.replaced ?? noKnowledge.confirmed, (last + 1) * replacedWidth);
  for (const { index, tag } of news) {
    const at = index * replacedWidth;
    replaced.copy(replaced, at + pendingWidth, at, at + pendingWidth);
    writeTag(replaced, at, tag);
  }
  return { ...knowledge, replaced };
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
    ...knowledge,
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
