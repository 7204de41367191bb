import type { Mapping, MappingEntry } from '../../server/mapping/mapping.ts';

/** An entry that writes its source always and exactly, unless said otherwise. */
export function entryOf(source: string, rest: Partial<MappingEntry> = {}): MappingEntry {
  return {
    source,
    target: null,
    rule: 'always',
    whenMissing: 'clear',
    volatility: { kind: 'exact' },
    newOption: 'skip',
    enabled: true,
    broken: null,
    ...rest,
  };
}

/** A mapping of organizations with these entries and no calculated values. */
export function mappingOf(...entries: MappingEntry[]): Mapping {
  return { companyId: 1, objectType: 'organization', version: 1, enabled: true, entries, calculated: [] };
}
