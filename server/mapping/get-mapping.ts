import { defaultMapping, withNewFields } from './default-mapping.ts';
import type { MappingStore } from './mapping.store.ts';
import type { Mapping } from './mapping.ts';

/** The organization mapping of a company; the default one until fields were created. */
export async function getMapping(deps: { mappings: MappingStore }, companyId: number): Promise<Mapping> {
  const row = await deps.mappings.get(companyId);
  if (!row) return defaultMapping(companyId);
  const { objectType, version, entries } = row;
  return { companyId, objectType, version, entries: withNewFields(entries) };
}
