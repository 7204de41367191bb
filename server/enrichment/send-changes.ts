import { confirmWrite, type Diff } from '../mapping/diff/diff.ts';
import type { Knowledge } from '../mapping/diff/knowledge.ts';
import { takeAnswer } from '../mapping/diff/take-answer.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import type { Caller } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { RecordNote } from '../runs/history.ts';
import { dropRefused } from './drop-refused.ts';
import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { fieldValues } from './field-values.ts';
import { notesOf } from './notes-of.ts';

/** What came of sending: what to remember of the record, and what to say about it. */
export type Sent = {
  outcome: 'written' | 'unchanged' | 'failed';
  code: string | null;
  /** Of a failure, the code of the field Pipedrive named. */
  field: string | null;
  /** Sources whose fields were written. */
  sources: string[];
  notes: RecordNote[];
  knowledge: Knowledge;
  tokens: number;
  /** The error that made it fail. */
  error: unknown;
};

const fine = { code: null, field: null, error: null };

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
 * Sends one PATCH with the changed fields. A field Pipedrive refuses is dropped (`dropRefused`), and the PATCH repeated
 * without it: nobody asks for it again, so each field is refused only once. Never throws: a failure is part of the answer.
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
      const values = fieldValues(answer);
      const knowledge = takeAnswer(confirmWrite(diff, values, context.tagger), {
        entries: context.mapping.entries,
        values,
        updateTime: answer.updateTime,
        tagger: context.tagger,
      });
      const sources = diff.fields.map((field) => field.source);
      return { ...fine, outcome: 'written', sources, notes, knowledge, tokens };
    } catch (caught) {
      let error: unknown = caught;
      const fieldCode = isAppError(caught, 'field_refused') ? caught.details?.['fieldCode'] : null;
      const refused = diff.fields.find(({ code }) => code === fieldCode);
      if (refused) {
        const left = await dropRefused(deps, { ...work, diff }, refused, attempt === 1);
        diff = left.diff;
        notes.push(...left.notes);
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
      const field = typeof fieldCode === 'string' ? fieldCode : null;
      return { outcome: 'failed', code, field, sources: [], notes, knowledge, tokens, error };
    }
  }
}

/** What comes of a record that needs no call. */
export function nothingToSend(diff: Diff, notes: RecordNote[], tokens: number): Sent {
  const { settled: knowledge } = diff;
  return { ...fine, outcome: 'unchanged', sources: [], notes, knowledge, tokens };
}

/** A refusal says so, unless an earlier attempt of the same call may have gone through. */
function changedNothing(error: unknown, code: string): boolean {
  return nothingHappened.has(code) && !(isAppError(error) && error.details?.['maybeDone'] === true);
}
