import type { StoreRecord } from '../catalog/store.ts';
import type { Desired } from '../mapping/apply-mapping.ts';
import { type FieldOptions, fieldOptions } from '../mapping/convert-option.ts';
import type { Diff } from '../mapping/diff.ts';
import { diffLive, type Verdict } from '../mapping/diff-live.ts';
import type { Knowledge } from '../mapping/knowledge.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import { desiredFor, type EnrichmentContext } from './enrichment-context.ts';

/** A plan with what was decided about each field of the mapping that is switched on. */
export type ExplainedPlan = {
  diff: Diff;
  decided: { field: Desired; verdict: Verdict }[];
  /** Options that would be created before the write: labels by the numbers they have in this plan only. */
  madeUp: ReadonlyMap<number, string>;
};

/** `live`: what the record holds, by field code. */
type Given = { store: StoreRecord; knowledge: Knowledge; live: Record<string, FieldValue> };

/**
 * The plan `planRecord` makes of a record read just now, explained. Options that a write would create first are taken for there, with numbers
 * Pipedrive never gives, so that the plan is the one made after their creation. Pure.
 */
export function explainPlan(context: EnrichmentContext, given: Given): ExplainedPlan {
  const first = explain(context, given);
  const missing = first.decided.flatMap(({ field }) =>
    (field.missingOptions ?? []).map((label) => ({ code: field.code, label })),
  );
  if (missing.length === 0) return { ...first, madeUp: new Map() };
  const numbered = missing.map((option, at) => ({ ...option, id: -1 - at }));
  const options = (code: string): FieldOptions | null => {
    const known = context.convert.options(code);
    const added = fieldOptions(numbered.filter((option) => option.code === code));
    return known && { idByLabel: new Map([...added.idByLabel, ...known.idByLabel]) };
  };
  const later = { ...context, convert: { ...context.convert, options } };
  return { ...explain(later, given), madeUp: new Map(numbered.map(({ id, label }) => [id, label])) };
}

function explain(
  context: EnrichmentContext,
  { store, knowledge, live }: Given,
): Omit<ExplainedPlan, 'madeUp'> {
  const decided: ExplainedPlan['decided'] = [];
  const desired = desiredFor(context, store);
  const { tagger } = context;
  const onVerdict = (field: Desired, verdict: Verdict) => void decided.push({ field, verdict });
  return { diff: diffLive({ desired, live, knowledge, tagger, onVerdict }), decided };
}
