/** What a failed attempt means for the person who looks at the record, and what to do. */
const messages: Record<string, string> = {
  record_gone: 'Pipedrive no longer has this organization, or the connection cannot see it. Reload the page.',
  no_access:
    'The Pipedrive user of the connection may not edit this organization. Ask an admin to change that.',
  field_refused:
    'Pipedrive refused several fields. Look at the field list in the settings, then enrich again.',
  request_refused: 'Pipedrive refused the update. Enrich again; if it persists, tell support.',
  pipedrive_unavailable: 'Pipedrive did not answer. Enrich again in a few minutes.',
  bad_answer: 'Pipedrive answered in a way we do not understand. Enrich again; if it persists, tell support.',
  cancelled: 'Pipedrive took too long to answer. Enrich again in a few minutes.',
};

const otherwise =
  'The last update of this organization did not finish. Enrich again; if it persists, tell support.';

/** A sentence for the code of an attempt; null where nothing went wrong. */
export function attemptMessage(code: string | null): string | null {
  return code === null ? null : (messages[code] ?? otherwise);
}
