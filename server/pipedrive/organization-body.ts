import type { UpdateOrganizationRequest } from 'pipedrive/v2';
import { pipedriveError } from './errors.ts';
import { isCustomFieldCode, isWritableStandardField } from './standard-fields.ts';
import type { FieldValue } from './types.ts';

/**
 * The body of a PATCH: standard fields at the top level, custom ones under `custom_fields`, which is left out when
 * there is none: an empty object is reported to wipe every custom field of the record (pipedrive-api.md 2.9).
 * @throws RangeError without any field; AppError `field_refused` for a code that is neither custom nor writable
 */
export function organizationBody(fields: Record<string, FieldValue>): UpdateOrganizationRequest {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw new RangeError('An update needs at least one field');
  const foreign = entries.find(([code]) => !isCustomFieldCode(code) && !isWritableStandardField(code));
  if (foreign) throw pipedriveError('field_refused', { fieldCode: foreign[0] });
  const custom = entries.filter(([code]) => isCustomFieldCode(code));
  return {
    ...Object.fromEntries(entries.filter(([code]) => isWritableStandardField(code))),
    ...(custom.length > 0 && { custom_fields: Object.fromEntries(custom) }),
  };
}
