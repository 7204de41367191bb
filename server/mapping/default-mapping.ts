import { fieldCatalog } from './fields/field-catalog.ts';
import {
  type CalculatedValue,
  calculatedSource,
  type Mapping,
  type MappingEntry,
  type ObjectType,
  retired,
  type Volatility,
} from './mapping.ts';
import type { MappingRow, StoredObject } from './mapping-row.ts';

/**
 * The mapping a company starts with: every field of the catalogue, none with a target yet; organizations are
 * enriched, persons are not. Fields the app creates are its own, so it may always write them, and empties them when
 * Store Leads no longer knows the value: an old value there would look current.
 */
export function defaultMapping(companyId: number, objectType: ObjectType = 'organization'): Mapping {
  const { enabled, entries } = defaultObject(objectType);
  return { companyId, objectType, version: 0, enabled, entries, calculated: [] };
}

/** The row a company starts with. */
export function defaultRow(companyId: number, epoch: string): MappingRow {
  return {
    companyId,
    epoch,
    version: 1,
    edition: 0,
    savedBy: null,
    objects: { organization: defaultObject('organization'), person: defaultObject('person') },
    calculated: [],
    refusedAt: null,
    creating: null,
  };
}

/**
 * The entries with those added that the catalogue and the calculated values have more. Nobody's place changes; new
 * ones take the places of entries that were retired, then come at the end.
 */
export function withNewFields(
  entries: readonly MappingEntry[],
  calculated: readonly CalculatedValue[],
): MappingEntry[] {
  const known = new Set(entries.map((entry) => entry.source));
  const added = [
    ...fieldCatalog.map(({ key, volatility }) => defaultEntry(key, volatility)),
    ...calculated.map(({ name }) => defaultEntry(calculatedSource(name))),
  ].filter(({ source }) => !known.has(source));
  const placed = entries.map((entry) => (entry.source === retired ? (added.shift() ?? entry) : entry));
  return [...placed, ...added];
}

/** An entry as on a fresh start. */
export function defaultEntry(source: string, volatility: Volatility = { kind: 'exact' }): MappingEntry {
  return {
    source,
    target: null,
    rule: 'always',
    whenMissing: 'clear',
    volatility,
    newOption: 'skip',
    enabled: true,
    broken: null,
  };
}

function defaultObject(objectType: ObjectType): StoredObject {
  return { enabled: objectType === 'organization', entries: withNewFields([], []), intents: [] };
}
