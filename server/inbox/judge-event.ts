import { isWritten } from '../enrichment/enrichment-context.ts';
import { whoseKnown } from '../mapping/diff/diff.ts';
import {
  type Change,
  confirmedSlot,
  type Knowledge,
  pendingTag,
  standingAt,
  withSlots,
} from '../mapping/diff/knowledge.ts';
import { otherTag, type Tagger } from '../mapping/diff/tags.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { InboxEvent, SeenState } from './inbox-event.ts';

/**
 * What an event says beside what is known of the record's fields.
 * - `older`: than what is known; it changes nothing. `agrees`: it says the same.
 * - `news`: it is newer, and `knowledge` has it in; `differing` are the fields of which it says something else.
 * - `doubt`: whether it is newer cannot be told (times are whole seconds), or it was judged by other knowledge or
 *   another mapping: only a look at the record tells.
 */
export type Judgement =
  | { kind: 'older' | 'agrees' | 'doubt' }
  | { kind: 'news'; knowledge: Knowledge; differing: string[] };

type Slotted = { index: number; code: string; careful: boolean; state: SeenState | undefined };

/** Judges the newest event of a record by what is known now. Pure. */
export function judgeEvent(
  event: InboxEvent,
  { knowledge, mapping, tagger }: { knowledge: Knowledge; mapping: Mapping; tagger: Tagger },
): Judgement {
  const order = compareTimes(event.updateTime, knowledge.asOf);
  if (order === 'older') return { kind: 'older' };
  const slotted = mapping.entries.flatMap((entry, index): Slotted[] => {
    const { target, rule } = entry;
    if (!target) return [];
    // Of a field that is turned off a look teaches nothing: nor is there anything to know.
    const careful = isWritten(entry) && rule !== 'always' && rule !== 'never';
    return [{ index, code: target.code, careful, state: event.fields[target.code] }];
  });
  if (event.mappingVersion !== mapping.version) return { kind: 'doubt' };
  const differing = slotted.filter((each) => differs(each, knowledge, tagger));
  if (order === 'same') return { kind: differing.length === 0 ? 'agrees' : 'doubt' };
  // What stood there as ours when it was judged is not what we know as ours now; or a write never came to its end.
  const isOdd = ({ index, state }: Slotted) => state === 'ours' || pendingTag(knowledge, index) !== null;
  if (order === 'unknown' || differing.some(isOdd))
    return { kind: differing.length === 0 ? 'agrees' : 'doubt' };
  const changes = differing.map(({ index, code, state }): Change => {
    const tag = state === 'empty' ? tagger.tag(code, null) : otherTag;
    return { index, confirmed: { tag, extra: 0 } };
  });
  const tellsAll = slotted.every(({ careful, state }) => !careful || state !== undefined);
  const taken = changes.length === 0 ? knowledge : withSlots(knowledge, changes);
  const version = tellsAll ? mapping.version : knowledge.version;
  const codes = differing.map(({ code }) => code);
  return {
    kind: 'news',
    knowledge: standingAt(taken, { asOf: event.updateTime, version }),
    differing: codes,
  };
}

/** Whether an event says something else of a field than what is known of it. */
function differs({ index, code, careful, state }: Slotted, knowledge: Knowledge, tagger: Tagger): boolean {
  if (state === undefined) return false;
  const slot = confirmedSlot(knowledge, index);
  if (pendingTag(knowledge, index)) return state !== 'ours';
  // Of a field never written there is nothing to know, unless its rule asks.
  if (!slot) return careful;
  return whoseKnown(code, slot, tagger) !== state;
}

/** Both are RFC 3339 in whole seconds; where nothing is known yet, anything is newer. */
export function compareTimes(
  one: string | null,
  other: string | null,
): 'older' | 'same' | 'newer' | 'unknown' {
  if (one === null) return 'unknown';
  if (other === null) return 'newer';
  const apart = Date.parse(one) - Date.parse(other);
  return apart < 0 ? 'older' : apart > 0 ? 'newer' : 'same';
}
