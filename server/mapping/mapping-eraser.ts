import type { MappingVersionStore } from './configuration/mapping-versions.store.ts';
import type { MappingStore } from './mapping.store.ts';

/** This feature's part of an erase: removes the company's mapping and its kept versions, and says how many rows. */
export function createMappingEraser(stores: {
  mappings: Pick<MappingStore, 'remove'>;
  mappingVersions: Pick<MappingVersionStore, 'remove'>;
}): {
  name: string;
  erase(companyId: number): Promise<number>;
  sweep(companyId: number, deadEpoch: string): Promise<number>;
} {
  const remove = async (companyId: number, epoch?: string) =>
    (await stores.mappings.remove(companyId, epoch)) +
    (await stores.mappingVersions.remove(companyId, epoch));
  return { name: 'mapping', erase: (companyId) => remove(companyId), sweep: remove };
}
