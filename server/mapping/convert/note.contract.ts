/** Why a value is shorter than its source, was left out or stands there again. The client has words for each. */
export const noteCodes = [
  'cut',
  'currency_not_active',
  'no_currency',
  'not_a_number',
  'not_a_date',
  'out_of_range',
  'type_not_supported',
  /** The field has no such option; with several, the others are written. */
  'option_missing',
  /** The field's options could not be read. */
  'options_unknown',
  'calculation_failed',
  /** A calculated value, and the account's plan has none. */
  'plan_required',
  /** Put right three times today, and changed again each time: it stays until the next run. */
  'fight_stopped',
  /** Somebody's value that was written over in passing stands there again. */
  'put_back',
  /** The same, but Pipedrive would not take it back. */
  'put_back_refused',
  /** Undone, and the field was left as it is: somebody edited it since. */
  'edited_since',
  /** It held its old value already. */
  'already_back',
  /** It was deleted in Pipedrive. */
  'field_gone',
  /** Pipedrive does not take the old value any more. */
  'value_refused',
] as const;
export type NoteCode = (typeof noteCodes)[number];
