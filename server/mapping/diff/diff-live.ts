import type { FieldValue } from '../../pipedrive/types.ts';
import type { Desired } from '../apply-mapping.ts';
import { assembleDiff, type Diff, type Findings, hasValue, isInStep, mayWrite } from './diff.ts';
import type { Knowledge, Standing } from './knowledge.ts';
import { type Look, lookAt } from './look.ts';
import type { Tagger } from './tags.ts';
import { withinTolerance } from './tolerance.ts';

type Input = {
  desired: readonly Desired[];
  /** Fields of the record as read just now, by code. */
  live: Record<string, FieldValue>;
  knowledge: Knowledge;
  tagger: Tagger;
  /** Of which moment the record is, and which version of the mapping `desired` is of; kept with what is learned. */
  standing?: Standing;
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
 * The difference for a record as it is now, so a person's edit is seen: for buttons, and for bulk work wherever a rule
 * asks what stands in a field.
 * - A field that already holds the wanted value is ours, whoever typed it; that is noted without a write.
 * - "Ours" is what we wrote last or were writing when a process stopped; tolerance protects only our own values.
 * - Rules: `always` writes over anything; `if_empty_or_ours` over empty and ours (an address never counts as ours,
 *   Pipedrive rewrites it); `if_empty` over empty; `never` not at all.
 * - Somebody else's value is remembered as such (`otherTag`), until the field is seen empty or equal again.
 */
export function diffLive({ desired, live, knowledge, tagger, standing, onVerdict }: Input): Diff {
  const findings: Findings = { planned: [], learned: [], edited: [], needsLive: false, standing };
  for (const field of desired) {
    const look = field.rule === 'never' ? null : lookAt(field, live, knowledge, tagger);
    if (look?.learned) findings.learned.push(look.learned);
    const verdict = verdictOn(field, look);
    onVerdict?.(field, verdict);
    if (!look || !hasValue(field) || look.wanted === null) continue;
    if (!look.equal && look.whose === 'other') findings.edited.push(field.source);
    if (verdict === 'write') findings.planned.push({ field, tag: look.wanted, reason: 'changed' });
    if (verdict === 'within_tolerance' || verdict === 'rides_along')
      findings.planned.push({ field, tag: look.wanted, reason: 'along' });
  }
  return assembleDiff(desired, knowledge, findings);
}

function verdictOn(field: Desired, look: Look | null): Verdict {
  if (!look) return 'rule_never';
  if (!hasValue(field) || look.wanted === null) return field.note ? 'note' : 'missing_kept';
  if (look.equal) return 'in_step';
  if (!mayWrite(field, look.whose)) return field.rule === 'if_empty' ? 'not_empty' : 'not_ours';
  if (look.slot && isInStep(field, look.wanted, look.slot)) return 'in_step';
  const { volatility, value } = field;
  if (look.whose !== 'ours' || volatility.kind === 'exact') return 'write';
  if (volatility.kind === 'rides_along') return 'rides_along';
  return withinTolerance(look.held, value, volatility) ? 'within_tolerance' : 'write';
}
