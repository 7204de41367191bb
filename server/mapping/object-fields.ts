import { isWritableStandardField, writableStandardFields } from '../pipedrive/standard-fields.ts';
import type { Caller, Field, Pipedrive } from '../pipedrive/types.ts';
import { fits, sourceKind } from './convert/compatibility.contract.ts';
import type { ObjectType } from './mapping.ts';

/** The fields of a record type as they are in Pipedrive now. Costs 10 tokens a page of 500. */
export function listFields(
  { pipedrive }: { pipedrive: Pick<Pipedrive, 'listOrganizationFields' | 'listPersonFields'> },
  caller: Caller,
  objectType: ObjectType,
): Promise<Field[]> {
  return objectType === 'person'
    ? pipedrive.listPersonFields(caller)
    : pipedrive.listOrganizationFields(caller);
}

/** The fields of both record types. */
export type ObjectFields = Readonly<Record<ObjectType, readonly Field[]>>;

/** Reads the fields of both record types. Costs 20 tokens, more with over 500 fields. */
export async function readFields(
  deps: Parameters<typeof listFields>[0],
  caller: Caller,
): Promise<ObjectFields> {
  const [organization, person] = await Promise.all([
    listFields(deps, caller, 'organization'),
    listFields(deps, caller, 'person'),
  ]);
  return { organization, person };
}

/**
 * The fields a person may pick: custom ones, and of organizations the standard ones that can be written (with the
 * type their values must have). Left out are those no source could ever fit.
 */
export function targetFields(fields: readonly Field[], objectType: ObjectType): Field[] {
  return fields.flatMap((field) => {
    const standard = !field.isCustom && objectType === 'organization' && isWritableStandardField(field.code);
    if (!field.isCustom && !standard) return [];
    const target = standard ? { ...field, type: writableStandardFields[field.code] ?? field.type } : field;
    return sourceKind.options.some((kind) => fits(kind, target.type).fit !== 'refused') ? [target] : [];
  });
}
