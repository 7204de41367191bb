import type { FieldValue } from '../../pipedrive/types.ts';
import type { Desired } from '../apply-mapping.ts';
import type { NoteCode } from '../convert/convert-value.ts';
import {
  type Change,
  confirmedSlot,
  type Knowledge,
  type Slot,
  type Standing,
  standingAt,
  withReplaced,
  withSlots,
} from './knowledge.ts';
import { otherTag, sameTag, type Tag, type Tagger } from './tags.ts';
import { anchorOf, nearAnchor } from './tolerance.ts';

/** One field of the PATCH. `along`: not worth a call by itself, goes with one that is made anyway. */
type PlannedField = Pick<Desired, 'index' | 'source' | 'code' | 'type' | 'volatility' | 'rule'> & {
  value: FieldValue;
  tag: Tag;
  reason: 'changed' | 'pending' | 'along';
};

type Planned = { field: Desired & { value: FieldValue }; tag: Tag; reason: PlannedField['reason'] };

/**
 * What to do with one record. With an empty `fields` there is nothing to write, but `settled` may still hold news.
 * Otherwise: save `pending`, PATCH `write`, then save `confirmWrite(…)`.
 */
export type Diff = {
  fields: PlannedField[];
  /** The body's `custom_fields`: the same fields by code. Never send it empty. */
  write: Record<string, FieldValue>;
  /** Knowledge without any write: what the live record taught us. Save it when nothing is written and it is news. */
  settled: Knowledge;
  settledIsNews: boolean;
  /** Knowledge to save before the PATCH: `settled` plus the tags of what is about to be sent. */
  pending: Knowledge;
  /** Sources whose value was cut or left out, with the reason. */
  notes: { source: string; note: NoteCode; detail?: string }[];
  /** Sources in which the live record holds something that is neither empty nor ours (`diffLive` only). */
  edited: string[];
  /** Bulk only: what an entry's rule allows can be told only with the live record in hand (`diffLive`). */
  needsLive: boolean;
};

/** Collected by `diffKnown` and `diffLive` field by field. Most of it is thrown away again: nothing is copied yet. */
export type Findings = {
  planned: Planned[];
  learned: Change[];
  edited: string[];
  needsLive: boolean;
  /** Where the whole record was looked at. */
  standing?: Standing | undefined;
};

/** Puts together what was found; values that only ride along are dropped when nothing else is written. */
export function assembleDiff(desired: readonly Desired[], knowledge: Knowledge, findings: Findings): Diff {
  const { planned, learned, edited, needsLive, standing } = findings;
  const worthACall = planned.some(({ reason }) => reason !== 'along');
  const fields = worthACall ? planned.map(plannedField) : [];
  const settled = standingAt(learned.length === 0 ? knowledge : withSlots(knowledge, learned), standing);
  const notes: Diff['notes'] = [];
  for (const { source, note, noteDetail } of desired) {
    if (note) notes.push({ source, note, ...(noteDetail !== undefined && { detail: noteDetail }) });
  }
  return {
    ...plan(fields, settled),
    settled,
    settledIsNews: settled !== knowledge,
    notes,
    edited,
    needsLive,
  };
}

/** Key by key: all of one shape, and several times faster than copying whatever there is. */
function plannedField({ field, tag, reason }: Planned): PlannedField {
  const { index, source, code, type, volatility, rule, value } = field;
  return { index, source, code, type, volatility, rule, value, tag, reason };
}

/**
 * The same diff without some fields: Pipedrive refused them and the PATCH is repeated once. Empty `fields` when only
 * values that ride along are left.
 */
export function withoutFields(diff: Diff, codes: readonly string[]): Diff {
  const left = diff.fields.filter((field) => !codes.includes(field.code));
  const fields = left.some((field) => field.reason !== 'along') ? left : [];
  return { ...diff, ...plan(fields, diff.settled) };
}

function plan(fields: PlannedField[], settled: Knowledge): Pick<Diff, 'fields' | 'write' | 'pending'> {
  const write: Record<string, FieldValue> = {};
  for (const { code, value } of fields) write[code] = value;
  if (fields.length === 0) return { fields, write, pending: settled };
  const marked = withSlots(
    settled,
    fields.map(({ index, tag }) => ({ index, pending: tag })),
  );
  const replaced = fields.flatMap(({ index, rule }) => {
    const before = rule === 'always' ? null : confirmedSlot(settled, index);
    return before ? [{ index, tag: before.tag }] : [];
  });
  return { fields, write, pending: withReplaced(marked, replaced) };
}

/**
 * Knowledge after a PATCH, from what Pipedrive's answer says it now holds (free, and after its rounding and trimming).
 * A field the answer does not mention is taken to hold what was sent. Fields that were refused must have been
 * taken out with `withoutFields` before.
 */
export function confirmWrite(diff: Diff, answer: Record<string, FieldValue>, tagger: Tagger): Knowledge {
  return withSlots(
    diff.pending,
    diff.fields.map((field) => {
      const held = field.code in answer ? answer[field.code] : field.value;
      return { index: field.index, confirmed: slotFor(field, held, tagger), pending: null };
    }),
  );
}

/** What to keep of a field that was meant to hold `desired` and holds `held`. */
export function slotFor(
  desired: Desired & { value: FieldValue },
  held: FieldValue | undefined,
  tagger: Tagger,
): Slot {
  const tag = tagger.tag(desired.code, held);
  if (desired.volatility.kind === 'tolerance') {
    return { tag, extra: anchorOf(tagger, desired.code, desired.value, desired.volatility) };
  }
  const sent = tagger.tag(desired.code, desired.value);
  return { tag, extra: sameTag(sent, tag) ? 0 : half(sent) };
}

/** True when the field needs no write: it holds this value, or what Pipedrive made of it when we sent it. */
export function isInStep(desired: Desired, tag: Tag, slot: Slot): boolean {
  if (sameTag(slot.tag, tag)) return true;
  return desired.volatility.kind !== 'tolerance' && slot.extra !== 0 && slot.extra === half(tag);
}

/**
 * True when a value of a volatile source is too close to what we wrote to be worth a call of its own. An empty field is
 * worth one, and only our own values drift.
 */
export function isClose(desired: Desired & { value: FieldValue }, slot: Slot, tagger: Tagger): boolean {
  const { volatility, code, value } = desired;
  if (volatility.kind === 'exact') return false;
  if (volatility.kind === 'rides_along') return whoseKnown(code, slot, tagger) === 'ours';
  return nearAnchor(tagger, code, value, volatility, slot.extra);
}

/** Whose value stands in a field: nobody's, ours (whatever we wrote last, or were writing), or somebody else's. */
export type Whose = 'empty' | 'ours' | 'other';

/** The same by what is known of the field. */
export function whoseKnown(code: string, { tag }: Slot, tagger: Tagger): Whose {
  if (sameTag(tag, otherTag)) return 'other';
  return sameTag(tag, tagger.tag(code, null)) ? 'empty' : 'ours';
}

/** Whether an entry's rule allows writing. An address is never ours: Pipedrive rewrites it. */
export function mayWrite({ rule, type }: Pick<Desired, 'rule' | 'type'>, whose: Whose): boolean {
  if (rule === 'always') return true;
  if (rule === 'never' || whose === 'other') return false;
  return whose === 'empty' || (rule === 'if_empty_or_ours' && type !== 'address');
}

/** True when something is about to be written that the rules protect: then the record must have been read just now. */
export function writesProtected({ fields }: Pick<Diff, 'fields'>): boolean {
  return fields.some(({ rule }) => rule !== 'always');
}

/** True when there is a value to be left alone or written. */
export function hasValue(desired: Desired): desired is Desired & { value: FieldValue } {
  return desired.value !== undefined;
}

/** The confirmed slot of a desired value. */
export function slotOf(knowledge: Knowledge, desired: Desired): Slot | null {
  return confirmedSlot(knowledge, desired.index);
}

function half(tag: Tag): number {
  return tag.low === 0 ? 1 : tag.low;
}
