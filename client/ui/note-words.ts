import type { NoteCode } from '../../server/mapping/convert/note.contract.ts';

const words: Readonly<Record<string, string>> = {
  cut: 'cut to what the field can hold',
  currency_not_active: 'left out: its currency is not active in Pipedrive',
  no_currency: 'left out: the currency is not known',
  not_a_number: 'left out: not a number',
  not_a_date: 'left out: not a date',
  out_of_range: 'left out: the number is too large for Pipedrive',
  type_not_supported: 'left out: the field has a type that cannot hold it',
  option_missing: 'left out where the field has no option for it',
  options_unknown: 'left out: the options of the field could not be read',
  calculation_failed: 'left out: it could not be calculated',
  plan_required: 'left out: your plan has no calculated values',
  fight_stopped:
    'left as it is until the next update: something else keeps changing it, such as an automation in Pipedrive',
  edited_since: 'edited since, left alone',
  already_back: 'holds its old value already',
  field_gone: 'the field was deleted in Pipedrive',
  value_refused: 'Pipedrive does not take the old value any more',
  put_back: 'somebody had just typed a value there; it was put back',
  put_back_refused: 'somebody’s value was written over in passing, and Pipedrive would not take it back',
  field_refused: 'left out: Pipedrive refused it; see the field in settings',
} satisfies Record<NoteCode | 'field_refused', string>;

/** What happened to one field, in words; codes that are not known here are still shown. */
export function noteWords(code: string): string {
  return words[code] ?? `not as expected (${code.replaceAll('_', ' ')})`;
}
