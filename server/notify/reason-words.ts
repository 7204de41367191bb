const words: Readonly<Record<string, string>> = {
  field_refused: 'Pipedrive refused the value of a field',
  request_refused: 'Pipedrive refused the change',
  no_access: 'The connected user may not change them',
  record_gone: 'Deleted in Pipedrive meanwhile',
  pipedrive_unavailable: 'Pipedrive did not answer',
  rate_limited: 'Pipedrive was too busy',
  budget_exhausted: 'The share of API tokens was used up',
  bad_answer: 'Pipedrive answered in a way that was not understood',
  scope_missing: 'The connection lacks a permission',
  not_connected: 'The connection to Pipedrive was broken',
  company_closed: 'The Pipedrive account is closed or unpaid',
  record_busy: 'Being changed by somebody else at that moment',
  changed_meanwhile: 'Changed by somebody else meanwhile',
  unexpected_error: 'An error of the app, which was reported',
  revoked: 'access was withdrawn',
  user_disabled: 'the user was deactivated in Pipedrive',
  expired: 'it was not used for 60 days',
  scopes_changed: 'the app needs new permissions',
  unreadable_secret: 'the stored access cannot be read any more',
};

/** A reason code in words; one that is not known here still reads as words. */
export function reasonWords(code: string): string {
  const plain = code.replaceAll('_', ' ');
  return words[code] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
