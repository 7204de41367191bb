const words: Record<string, string> = {
  text_cut: 'cut at 255 characters',
  list_cut: 'shortened to the items that fit',
  currency_inactive: 'left out: its currency is not active in Pipedrive',
  currency_not_active: 'left out: its currency is not active in Pipedrive',
  field_refused: 'left out: Pipedrive refused it; see the field in settings',
  field_gone: 'left out: the field was deleted in Pipedrive',
  not_ours: 'kept: somebody typed a value there',
};

/** What happened to one field, in words; codes that are not known here are still shown. */
export function noteWords(code: string): string {
  return words[code] ?? `not as expected (${code.replaceAll('_', ' ')})`;
}
