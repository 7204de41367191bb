/** Why a value is shorter than its source, or was left out. The client has words for each. */
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
] as const;
export type NoteCode = (typeof noteCodes)[number];
