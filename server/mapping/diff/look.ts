import type { FieldValue } from '../../pipedrive/types.ts';
import type { Desired } from '../apply-mapping.ts';
import { canonical } from '../convert/canonical.ts';
import { hasValue, slotFor, slotOf, type Whose } from './diff.ts';
import { type Change, type Knowledge, pendingTag, type Slot } from './knowledge.ts';
import { otherTag, sameTag, type Tag, type Tagger } from './tags.ts';

/** What the live record tells of one field. */
export type Look = {
  held: FieldValue | undefined;
  whose: Whose;
  /** Tag of the wanted value; null when none is wanted. */
  wanted: Tag | null;
  /** The field holds what is wanted. */
  equal: boolean;
  /** What was known before, if that is what the field still holds. */
  slot: Slot | null;
  /** What the look teaches; null when it is no news. */
  learned: Change | null;
};

/**
 * Looks at one field of a record as read just now. It holds ours when it holds what we wrote last, what we were writing
 * when a process stopped, or what is wanted anyway, whoever typed that. What was pending has arrived or never will.
 */
export function lookAt(
  field: Desired,
  live: Record<string, FieldValue>,
  knowledge: Knowledge,
  tagger: Tagger,
): Look {
  const { index, code } = field;
  const held = live[code];
  const heldTag = tagger.tag(code, held);
  const pending = pendingTag(knowledge, index);
  const before = slotOf(knowledge, field);
  const wanted = hasValue(field) ? tagger.tag(code, field.value) : null;
  const equal = sameTag(wanted, heldTag);
  const arrived = sameTag(pending, heldTag);
  const known = before !== null && sameTag(before.tag, heldTag);
  const empty = canonical(held) === '';
  const whose = empty ? 'empty' : equal || arrived || known ? 'ours' : 'other';

  let after = known ? before : null;
  if (!after && hasValue(field) && (equal || arrived)) {
    after = slotFor(equal ? field : { ...field, value: held ?? null }, held, tagger);
  }
  after ??= { tag: whose === 'other' ? otherTag : heldTag, extra: 0 };
  // Of a field we never wrote and want nothing in there is nothing to know, unless a rule will ask one day.
  const concerns = wanted !== null || before !== null || pending !== null || field.rule !== 'always';
  const isNews = pending !== null || !sameTag(before?.tag ?? null, after.tag);
  const learned = concerns && isNews ? { index, confirmed: after, pending: null } : null;
  return { held, whose, wanted, equal, slot: known ? before : null, learned };
}
