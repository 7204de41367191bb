import type { Strictness } from './strict-schema.ts';

/**
 * Where right traffic fails a strict reading of the documents. Each excuse stands in pipedrive-api.md §11; there are
 * no others.
 */

/** "v2 never marks `org_id`, `picture_id`, address parts and the like nullable": null is right, except for these. */
export const v2NeverNull: Strictness = {
  mayBeNull: (name) => !['id', 'name', 'success', 'data', 'additional_data'].includes(name),
};

/** v1 declares what may be null, but for a note: it hangs on one thing, so the others it could hang on are null. */
export const v1DeclaresNull: Strictness = {
  mayBeNull: (name) => /^(deal|lead|org|organization|person|project|task)(_id)?$/.test(name),
};

/** "Declared as one enum value": comma-separated lists of those values are right. */
export const commaLists = ['include_fields', 'fields', 'item_types', 'status', 'sort', 'items'];

/** "v2 documents 200/201 and a few 404s only": these happen. 400 and 422 only answer a wrong request. */
export function mayHappenUndeclared(status: number): boolean {
  return [401, 402, 403, 404, 405, 415, 429].includes(status) || status >= 500;
}

/** "Token exchange `/oauth/token`, refresh `/oauth/token/`": one endpoint in reality; and `/oauth/revoke` is missing. */
export const undocumentedPaths = ['/oauth/revoke'];

/** "Limits only in the text": still limits. Faults of a query parameter that its schema does not know of. */
export function limitFault(version: 'v1' | 'v2', name: string, value: string): string | null {
  if (version !== 'v2') return null;
  const parts = value.split(',').length;
  if (name === 'limit' && Number(value) > 500) return 'limit is above 500';
  if (name === 'ids' && parts > 100) return 'more than 100 ids';
  if (name === 'custom_fields' && parts > 15) return 'more than 15 custom fields';
  const isTime = name === 'updated_since' || name === 'updated_until';
  if (isTime && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value)) {
    return `${name} is not RFC 3339 in whole seconds`;
  }
  return null;
}

/**
 * "Most v2 responses have no `required` at all: compare with the documented fields too." Documented keys that an
 * answer may lack all the same: contact sync is not set up (2.8), a part comes only when asked for (3.3), or the plan
 * has no such standard field (2.7).
 */
export const mayBeMissing = [
  ...['postal_address', 'notes', 'im', 'birthday', 'job_title'],
  ...['ui_visibility', 'important_fields', 'required_fields'],
  ...['website', 'linkedin', 'industry', 'annual_revenue', 'employee_count'],
];
