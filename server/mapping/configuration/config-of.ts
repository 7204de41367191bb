import type { MappingEntry } from '../mapping.ts';
import type { DecidedObject, MappingConfig, MappingRow } from '../mapping-row.ts';

/** What a person decided in a row: all of it but what became of it since. */
export function configOf({ objects, calculated }: Pick<MappingRow, 'objects' | 'calculated'>): MappingConfig {
  return {
    organization: decided(objects.organization),
    person: decided(objects.person),
    calculated,
  };
}

function decided({ enabled, entries }: { enabled: boolean; entries: MappingEntry[] }): DecidedObject {
  return { enabled, entries: entries.map(({ broken: _, ...entry }) => entry) };
}
