import type { FieldValue, Organization } from '../pipedrive/types.ts';

/**
 * What an organization holds, by field code: standard fields that can be written and custom ones alike. To be looked up,
 * not gone through: the custom fields, hundreds of them, are not copied but lie behind the others.
 */
export function fieldValues({ standardFields, customFields }: Organization): Record<string, FieldValue> {
  return Object.assign(Object.create(customFields), standardFields);
}
