import { fieldCatalog } from './field-catalog.ts';
import type { Mapping, MappingEntry } from './mapping.ts';

/**
 * The mapping a company starts with: every field of the catalogue, none with a target yet. Fields the app creates
 * are its own, so it may always write them, and empties them when Store Leads no longer knows the value:
 * an old value there would look current.
 */
export function defaultMapping(companyId: number): Mapping {
  return {
    companyId,
    objectType: 'organization',
    version: 0,
    entries: fieldCatalog.map(({ key, volatility }) => defaultEntry(key, volatility)),
  };
}

/** The entries with those appended that a newer catalogue has more; nobody's place changes. */
export function withNewFields(entries: readonly MappingEntry[]): MappingEntry[] {
  const known = new Set(entries.map((entry) => entry.source));
  const added = fieldCatalog.filter((field) => !known.has(field.key));
  return [...entries, ...added.map(({ key, volatility }) => defaultEntry(key, volatility))];
}

function defaultEntry(source: string, volatility: MappingEntry['volatility']): MappingEntry {
  return {
    source,
    target: null,
    rule: 'always',
    whenMissing: 'clear',
    volatility,
    enabled: true,
    broken: null,
  };
}
