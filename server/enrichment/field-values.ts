import type { FieldValue, Organization } from '../pipedrive/types.ts';

/** What an organization holds, by field code: standard fields that can be written and custom ones alike. */
export function fieldValues({ standardFields, customFields }: Organization): Record<string, FieldValue> {
  return { ...standardFields, ...customFields };
}
