import { type Diff, withoutFields } from '../mapping/diff/diff.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { RecordNote } from '../runs/history.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { concernsAll } from './interruption.ts';
import { markGone } from './mark-gone.ts';
import { outdatedIn } from './outdated-values.ts';

type Work = { context: EnrichmentContext; caller: Caller; diff: Diff };
type Left = { diff: Diff; notes: RecordNote[]; tokens: number; trouble: unknown };

/**
 * Leaves out of a diff a field Pipedrive refused, and all others it would refuse as well: those its field list no longer
 * has, and values that were right when the company's facts were read and are so no more. The mapping entries of fields
 * that are gone, or refused for no such reason, are shown as broken.
 * @param look whether to read the facts anew
 * @returns what is left to be sent, what to say of the rest, tokens spent, and the error that keeps all records of the
 *   company waiting, if there is one
 */
export async function dropRefused(
  deps: Pick<EnrichmentDeps, 'markFieldBroken'>,
  { context, caller, diff }: Work,
  { code: fieldCode, type }: { code: string; type: string },
  look: boolean,
): Promise<Left> {
  const { onSend: _, sendBefore: __, ...plain } = caller;
  let tokens = 0;
  let trouble: unknown = null;
  try {
    if (look) tokens = await context.lookAgain(plain, { currencies: type === 'monetary' });
  } catch (error) {
    // Without that, this one field is known to be refused: others show themselves one by one.
    if (concernsAll(error)) trouble = error;
  }
  await markGone(deps, context);
  const outdated = outdatedIn(context, diff).filter(({ code }) => !context.refused.has(code));
  if (!context.refused.has(fieldCode) && !outdated.some(({ code }) => code === fieldCode)) {
    context.refused.add(fieldCode);
    await deps.markFieldBroken(context.installation, { fieldCode, code: 'field_refused' });
  }
  const refused = diff.fields.filter(({ code }) => context.refused.has(code));
  const notes = [
    ...refused.map(({ source }) => ({ source, code: 'field_refused' })),
    ...outdated.map(({ source, note }) => ({ source, code: note })),
  ];
  const left = withoutFields(
    diff,
    [...refused, ...outdated].map(({ code }) => code),
  );
  return { diff: left, notes, tokens, trouble };
}
