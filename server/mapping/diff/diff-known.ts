import type { Desired } from '../apply-mapping.ts';
import {
  assembleDiff,
  type Diff,
  type Findings,
  hasValue,
  isClose,
  isInStep,
  mayWrite,
  slotOf,
  whoseKnown,
} from './diff.ts';
import { type Knowledge, pendingTag, type Slot } from './knowledge.ts';
import type { Tag, Tagger } from './tags.ts';

/**
 * The difference for bulk work: what is wanted against what we know of the fields, without reading the record.
 * - A field whose tag differs from the wanted value's is written; one never written is, too, unless it is to be empty
 *   (then null goes along).
 * - A volatile value close to what was written goes along, no more.
 * - A field still marked pending may or may not have arrived: it is sent again.
 * - What the rules protect is decided here only when the record was looked at in this run (`seen`, diff-seen.ts).
 *   Otherwise such an entry is left out, and `needsLive` is set when a look could lead to a write.
 */
export function diffKnown(input: {
  desired: readonly Desired[];
  knowledge: Knowledge;
  tagger: Tagger;
  /** True: the knowledge says whose value stands in each field whose rule asks for that. */
  seen?: boolean;
}): Diff {
  const { desired, knowledge, tagger, seen = false } = input;
  const findings: Findings = { planned: [], learned: [], edited: [], needsLive: false };
  for (const field of desired) {
    if (field.rule === 'never') continue;
    const careful = field.rule !== 'always';
    const pending = pendingTag(knowledge, field.index);
    if (!hasValue(field)) {
      // Left half written by a stopped process and no longer wanted: which of two values it holds is not known. Either
      // is ours, so what careful rules go by is kept.
      if (pending && !careful) findings.learned.push({ index: field.index, confirmed: null, pending: null });
      continue;
    }
    const tag = tagger.tag(field.code, field.value);
    const slot = slotOf(knowledge, field);
    if (!pending && slot && isInStep(field, tag, slot)) continue;
    const along = !pending && (slot ? isClose(field, slot, tagger) : field.value === null);
    if (careful && (!seen || pending || !slot)) {
      findings.needsLive ||= !along && isWorthALook(field, slot, pending, tagger);
      continue;
    }
    if (careful && slot && !mayWrite(field, whoseKnown(field.code, slot, tagger))) continue;
    findings.planned.push({ field, tag, reason: pending ? 'pending' : along ? 'along' : 'changed' });
  }
  return assembleDiff(desired, knowledge, findings);
}

/** False when nothing the record may hold by now would let a careful rule write: it only ever clears what is ours. */
function isWorthALook(field: Desired, slot: Slot | null, pending: Tag | null, tagger: Tagger): boolean {
  if (field.value !== null) return true;
  const mayBeOurs = pending !== null || (slot !== null && whoseKnown(field.code, slot, tagger) === 'ours');
  return mayBeOurs && mayWrite(field, 'ours');
}
