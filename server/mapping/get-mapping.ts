import { defaultMapping, withNewFields } from './default-mapping.ts';
import type { MappingStore } from './mapping.store.ts';
import type { Mapping, ObjectType } from './mapping.ts';

/** What a company writes to records of a type; the default mapping until somebody decided or fields were created. */
export async function getMapping(
  deps: { mappings: Pick<MappingStore, 'get'> },
  companyId: number,
  objectType: ObjectType,
): Promise<Mapping> {
  const row = await deps.mappings.get(companyId);
  if (!row) return defaultMapping(companyId, objectType);
  const { version, calculated, objects } = row;
  const { enabled, entries } = objects[objectType];
  return {
    companyId,
    objectType,
    version,
    enabled,
    entries: withNewFields(entries, calculated),
    calculated,
  };
}
