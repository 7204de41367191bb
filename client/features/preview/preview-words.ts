import type { PreviewField, PreviewRecord } from '../../../server/enrichment/preview/preview.contract.ts';
import { calculationWords } from '../../ui/calculation-words.ts';
import { noteWords } from '../../ui/note-words.ts';

const rules: Record<PreviewField['rule'], string> = {
  always: 'Always',
  if_empty_or_ours: 'If empty or ours',
  if_empty: 'If empty',
  never: 'Never',
};

const reasons: Record<string, string> = {
  in_step: 'Already in step',
  not_ours: 'Stays: somebody else’s value',
  not_empty: 'Stays: it is not empty',
  rule_never: 'Stays: never written',
  within_tolerance: 'Stays: the change is small',
  rides_along: 'Stays: goes along with another change only',
  missing_kept: 'Stays: Store Leads has no value',
  broken: 'Left out: Pipedrive refused the field or no longer has it',
};

const states: Record<string, string> = {
  no_access: 'You cannot see this record in Pipedrive, or it does not exist.',
  deleted: 'This record was deleted in Pipedrive.',
  no_store: 'No store is linked, so there is nothing to write.',
  excluded: 'Somebody set this organization to “do not enrich”.',
  out_of_plan: 'Its store is on a platform that your plan does not cover.',
  no_organization: 'This person has no linked organization, so there is no store.',
};

const shortStates: Record<string, string> = {
  no_access: 'Not visible',
  deleted: 'Deleted',
  no_store: 'No store',
  excluded: 'Excluded',
  out_of_plan: 'Outside your plan',
  no_organization: 'No organization',
};

/** A record to which nothing is written, in a word or two. */
export const unchangedWords = (state: string): string => shortStates[state] ?? 'No change';

/** Name of a write rule. */
export const ruleWords = (rule: PreviewField['rule']): string => rules[rule];

/** What happens to a field, and why. */
export function actionWords(field: PreviewField): string {
  const { action, reason, note } = field;
  if (action === 'write') return 'Is written';
  if (reason === 'note' && note) return noteSentence(field);
  return reasons[reason ?? ''] ?? sentence((reason ?? 'stays').replaceAll('_', ' '));
}

/** What was cut while something is written or kept all the same; null where there is nothing to say. */
export function sideNote(field: PreviewField): string | null {
  return field.note && field.reason !== 'note' ? noteSentence(field) : null;
}

function noteSentence({ note, noteDetail }: PreviewField): string {
  const words = note === 'option_created' ? 'A new option is created for it' : noteWords(note ?? '');
  return sentence(noteDetail ? `${words} (${calculationWords(noteDetail)})` : words);
}

/** Why nothing is written to a record; null where something may be. */
export function stateWords({ state }: PreviewRecord, objectType: 'organization' | 'person'): string | null {
  if (state === 'ok') return null;
  if (state === 'not_enabled')
    return objectType === 'person'
      ? 'This version shows what would be written to people, but does not write it yet.'
      : 'Enriching organizations is switched off, so nothing is written.';
  return states[state] ?? sentence(state.replaceAll('_', ' '));
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
