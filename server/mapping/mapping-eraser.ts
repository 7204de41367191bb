import type { MappingStore } from './mapping.store.ts';

/** This feature's part of an erase: removes the company's mapping and says how many rows that were. */
export function createMappingEraser(mappings: MappingStore): {
  name: string;
  erase(companyId: number): Promise<number>;
} {
  return { name: 'mapping', erase: (companyId) => mappings.remove(companyId) };
}
