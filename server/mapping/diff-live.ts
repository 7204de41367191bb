import type { FieldValue } from '../pipedrive/types.ts';
import type { Desired } from './apply-mapping.ts';
import { canonical } from './canonical.ts';
import { assembleDiff, type Diff, type Findings, hasValue, isInStep, slotFor, slotOf } from './diff.ts';
import { type Knowledge, pendingTag } from './knowledge.ts';
import { sameTag, type Tagger } from './tags.ts';
import { withinTolerance } from './tolerance.ts';

type Input = {
  desired: readonly Desired[];
  /** Custom fields of the record as read just now. */
  live: Record<string, FieldValue>;
  knowledge: Knowledge;
  tagger: Tagger;
  /** Told about every field once, for screens that say why a field stays as it is. */
  onVerdict?: (field: Desired, verdict: Verdict) => void;
};

/**
 * What was decided about one field. `write`: it is worth a call. `within_tolerance`, `rides_along`: it goes with a
 * call that is made anyway, else it stays. All others: it stays. `note`: the value could not be had (see its note).
 */
export type Verdict =
  | 'write'
  | 'within_tolerance'
  | 'rides_along'
  | 'in_step'
  | 'not_ours'
  | 'not_empty'
  | 'rule_never'
  | 'missing_kept'
  | 'note';

/**
 * The difference for buttons: what is wanted against the record as it is now, so a person's edit is seen.
 * - A field that already holds the wanted value is ours, whoever typed it; that is noted without a write.
 * - "Ours" is what we wrote last or were writing when a process stopped; tolerance protects only our own values.
 * - Rules: `always` writes over anything; `if_empty_or_ours` over empty and ours (an address never counts as ours,
 *   Pipedrive rewrites it); `if_empty` over empty; `never` not at all.
 */
export function diffLive({ desired, live, knowledge, tagger, onVerdict }: Input): Diff {
  const findings: Findings = { planned: [], learned: [], edited: [], needsLive: false };
  for (const field of desired) {
    if (field.rule === 'never') {
      onVerdict?.(field, 'rule_never');
      continue;
    }
    const { index, code } = field;
    const held = live[code];
    const heldTag = tagger.tag(code, held);
    const pending = pendingTag(knowledge, index);
    const slot = slotOf(knowledge, field);
    const arrived = sameTag(pending, heldTag);
    const ours = arrived || (slot !== null && sameTag(slot.tag, heldTag));
    const empty = canonical(held) === '';

    if (!hasValue(field)) {
      onVerdict?.(field, field.note ? 'note' : 'missing_kept');
      if (pending) {
        findings.learned.push({ index, confirmed: ours ? { tag: heldTag, extra: 0 } : null, pending: null });
      }
      continue;
    }

    const tag = tagger.tag(code, field.value);
    if (sameTag(tag, heldTag)) {
      onVerdict?.(field, 'in_step');
      if (pending || !slot || !sameTag(slot.tag, heldTag)) {
        findings.learned.push({ index, confirmed: slotFor(field, held, tagger), pending: null });
      }
      continue;
    }
    if (!ours && !empty) findings.edited.push(field.source);
    // After a stopped process the live record says whether what was being sent arrived.
    if (pending) {
      const confirmed = arrived ? slotFor({ ...field, value: held ?? null }, held, tagger) : slot;
      findings.learned.push({ index, confirmed, pending: null });
    }
    if (!mayWrite(field, ours, empty)) {
      onVerdict?.(field, field.rule === 'if_empty' ? 'not_empty' : 'not_ours');
      // Somebody else's value: nothing of ours is there any more, until it is empty or equal again.
      if (slot && !ours) findings.learned.push({ index, confirmed: null, pending: null });
      continue;
    }
    const known = ours && slot !== null && sameTag(slot.tag, heldTag);
    if (known && isInStep(field, tag, slot)) {
      onVerdict?.(field, 'in_step');
      continue;
    }
    const along = ours && isCloseTo(field, held);
    onVerdict?.(field, along ? alongBecause(field) : 'write');
    findings.planned.push({ field, tag, reason: along ? 'along' : 'changed' });
  }
  return assembleDiff(desired, knowledge, findings);
}

function mayWrite({ rule, type }: Desired, ours: boolean, empty: boolean): boolean {
  if (rule === 'always') return true;
  if (rule === 'if_empty_or_ours') return empty || (ours && type !== 'address');
  return rule === 'if_empty' && empty;
}

function isCloseTo({ volatility, value }: Desired, held: FieldValue | undefined): boolean {
  if (volatility.kind === 'exact') return false;
  return volatility.kind === 'rides_along' || withinTolerance(held, value, volatility);
}

function alongBecause({ volatility }: Desired): Verdict {
  return volatility.kind === 'rides_along' ? 'rides_along' : 'within_tolerance';
}
