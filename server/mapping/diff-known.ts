import type { Desired } from './apply-mapping.ts';
import { assembleDiff, type Diff, type Findings, hasValue, isClose, isInStep, slotOf } from './diff.ts';
import { type Knowledge, pendingTag } from './knowledge.ts';
import type { Tagger } from './tags.ts';

/**
 * The difference for bulk work: what is wanted against what we know of the fields, without reading the record.
 * - A field whose tag differs from the wanted value's is written; one never written is, too, unless it is to be empty
 *   (then null goes along).
 * - A volatile value close to what was written goes along, no more.
 * - A field still marked pending may or may not have arrived: it is sent again.
 * - Only `always` is decided here. What the other rules protect must be read first: such an entry is left out and
 *   `needsLive` is set when it is out of step.
 */
export function diffKnown(input: {
  desired: readonly Desired[];
  knowledge: Knowledge;
  tagger: Tagger;
}): Diff {
  const { desired, knowledge, tagger } = input;
  const findings: Findings = { planned: [], learned: [], edited: [], needsLive: false };
  for (const field of desired) {
    if (field.rule === 'never') continue;
    const pending = pendingTag(knowledge, field.index);
    if (!hasValue(field)) {
      // Left half written by a stopped process and no longer wanted: which of two values it holds is not known.
      if (pending) findings.learned.push({ index: field.index, confirmed: null, pending: null });
      continue;
    }
    const tag = tagger.tag(field.code, field.value);
    const slot = slotOf(knowledge, field);
    if (!pending && slot && isInStep(field, tag, slot)) continue;
    if (field.rule !== 'always') {
      findings.needsLive ||= field.value !== null || slot !== null || pending !== null;
      continue;
    }
    const along = !pending && (slot ? isClose(field, slot, tagger) : field.value === null);
    findings.planned.push({ field, tag, reason: pending ? 'pending' : along ? 'along' : 'changed' });
  }
  return assembleDiff(desired, knowledge, findings);
}
