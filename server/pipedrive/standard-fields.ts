import type { FieldType } from './types.ts';

/**
 * The standard fields of an organization that a PATCH takes at the top level of its body, with the type their values
 * must have (OpenAPI v2, `UpdateOrganizationRequest`; pipedrive-api.md 2.5–2.7). Name, owner, labels and visibility
 * are left out: store data says nothing about them. Prefer these types to the ones Pipedrive lists: `annual_revenue`
 * is listed as a number but takes whole ones only. A field may be missing in a company (2.7): look at its field list.
 * Persons have no standard field that store data could fill.
 */
export const writableStandardFields: Readonly<Record<string, FieldType>> = {
  address: 'address',
  website: 'varchar',
  linkedin: 'varchar',
  /** The id of an option, as with any single choice. */
  industry: 'enum',
  annual_revenue: 'int',
  employee_count: 'int',
};

/** True for the code of a custom field: 40 hex digits. */
export function isCustomFieldCode(code: string): boolean {
  return /^[0-9a-f]{40}$/.test(code);
}

/** True for a standard field of organizations that can be written. */
export function isWritableStandardField(code: string): boolean {
  return Object.hasOwn(writableStandardFields, code);
}
