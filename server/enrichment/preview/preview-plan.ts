import type { StoreRecord } from '../../catalog/store.ts';
import type { Desired } from '../../mapping/apply-mapping.ts';
import type { Diff } from '../../mapping/diff/diff.ts';
import { diffLive, type Verdict } from '../../mapping/diff/diff-live.ts';
import type { Knowledge } from '../../mapping/diff/knowledge.ts';
import type { FieldValue } from '../../pipedrive/types.ts';
import { desiredFor, type EnrichmentContext } from '../enrichment-context.ts';

/** A plan with what was decided about each field of the mapping that is switched on. */
export type ExplainedPlan = { diff: Diff; decided: { field: Desired; verdict: Verdict }[] };

/** `live`: what the record holds, by field code. */
type Given = { store: StoreRecord; knowledge: Knowledge; live: Record<string, FieldValue> };

/** The plan `planRecord` makes of a record read just now, explained. Pure. */
export function explainPlan(context: EnrichmentContext, { store, knowledge, live }: Given): ExplainedPlan {
  const decided: ExplainedPlan['decided'] = [];
  const desired = desiredFor(context, store);
  const { tagger } = context;
  const onVerdict = (field: Desired, verdict: Verdict) => void decided.push({ field, verdict });
  return { diff: diffLive({ desired, live, knowledge, tagger, onVerdict }), decided };
}
