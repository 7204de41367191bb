import { confirmWrite, type Diff, withoutFields } from '../mapping/diff.ts';
import type { Knowledge } from '../mapping/knowledge.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { RecordNote } from '../runs/history.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { fieldValues } from './field-values.ts';
import { concernsAll } from './interruption.ts';
import { markGone } from './mark-gone.ts';
import { notesOf } from './notes-of.ts';

/** What came of sending: what to remember of the record, and what to say about it. */
export type Sent = {
  outcome: 'written' | 'unchanged' | 'failed';
  code: string | null;
  /** Sources whose fields were written. */
  sources: string[];
  notes: RecordNote[];
  knowledge: Knowledge;
  tokens: number;
  /** The error that made it fail. */
  error: unknown;
};

/** Refusals: Pipedrive has changed nothing, so nothing is pending any more. */
const nothingHappened = new Set([
  'record_gone',
  'no_access',
  'field_refused',
  'request_refused',
  'scope_missing',
  'custom_field_cap',
  'company_closed',
  'not_connected',
  'budget_exhausted',
  'rate_limited',
  'too_late',
]);

/**
 * Sends one PATCH with the changed fields. A field Pipedrive refuses is dropped, with all others its field list no longer
 * has, their mapping entries are shown as broken, and the PATCH is repeated without them: nobody asks for them again, so
 * each field is refused only once. Never throws: a failure is part of the answer.
 */
export async function sendChanges(
  deps: Pick<EnrichmentDeps, 'pipedrive' | 'markFieldBroken' | 'log'>,
  work: { orgId: number; caller: Caller; diff: Diff; context: EnrichmentContext },
): Promise<Sent> {
  const { context, orgId } = work;
  const notes = notesOf(work.diff);
  let diff = work.diff;
  let tokens = 0;
  for (let attempt = 1; ; attempt++) {
    if (diff.fields.length === 0) return nothingToSend(diff, notes, tokens);
    try {
      tokens += endpoints.updateOrganization.cost;
      const answer = await deps.pipedrive.updateOrganization(work.caller, orgId, diff.write);
      const knowledge = confirmWrite(diff, fieldValues(answer), context.tagger);
      const sources = diff.fields.map((field) => field.source);
      return { outcome: 'written', code: null, sources, notes, knowledge, tokens, error: null };
    } catch (caught) {
      let error: unknown = caught;
      const fieldCode = isAppError(caught, 'field_refused') ? caught.details?.['fieldCode'] : null;
      const refused = diff.fields.find(({ code }) => code === fieldCode);
      if (refused) {
        const left = await dropRefused(deps, work, refused.code, attempt === 1);
        for (const { source, code } of diff.fields)
          if (context.refused.has(code)) notes.push({ source, code: 'field_refused' });
        diff = withoutFields(diff, [...context.refused]);
        tokens += left.tokens;
        if (!left.trouble) continue;
        error = left.trouble;
      }
      const code = isAppError(error) ? error.code : 'unexpected_error';
      if (code === 'unexpected_error')
        deps.log.error(
          { orgId, error: error instanceof Error ? error.name : typeof error },
          'a record failed',
        );
      if (code === 'too_late') tokens -= endpoints.updateOrganization.cost;
      const knowledge = changedNothing(error, code) ? diff.settled : diff.pending;
      return { outcome: 'failed', code, sources: [], notes, knowledge, tokens, error };
    }
  }
}

/** What comes of a record that needs no call. */
export function nothingToSend(diff: Diff, notes: RecordNote[], tokens: number): Sent {
  const { settled: knowledge } = diff;
  return { outcome: 'unchanged', code: null, sources: [], notes, knowledge, tokens, error: null };
}

/** A refusal says so, unless an earlier attempt of the same call may have gone through. */
function changedNothing(error: unknown, code: string): boolean {
  return nothingHappened.has(code) && !(isAppError(error) && error.details?.['maybeDone'] === true);
}

/**
 * Leaves out a field Pipedrive refused, and whatever else its field list no longer has.
 * @param look whether to read that list
 * @returns tokens spent, and the error that keeps all records of the company waiting, if there is one
 */
async function dropRefused(
  deps: Pick<EnrichmentDeps, 'markFieldBroken'>,
  { context, caller }: { context: EnrichmentContext; caller: Caller },
  fieldCode: string,
  look: boolean,
): Promise<{ tokens: number; trouble: unknown }> {
  const { onSend: _, sendBefore: __, ...plain } = caller;
  let tokens = 0;
  let trouble: unknown = null;
  try {
    if (look) tokens = await context.lookAgain(plain);
  } catch (error) {
    // Without the list this one field is known to be refused: others show themselves one by one.
    if (concernsAll(error)) trouble = error;
  }
  await markGone(deps, context);
  if (!context.refused.has(fieldCode)) {
    context.refused.add(fieldCode);
    await deps.markFieldBroken(context.installation, { fieldCode, code: 'field_refused' });
  }
  return { tokens, trouble };
}
