import type { StoreDomain } from '../catalog/store.ts';
import type { SourceKind } from './convert/compatibility.contract.ts';
import { kindOfResult } from './convert/compatibility.contract.ts';
import { type Conversion, conversionOf } from './convert/convert-value.ts';
import { catalogField, type SourceValue } from './fields/field-catalog.ts';
import { calculatedName, type Mapping, type MappingEntry } from './mapping.ts';

/** Where an entry's value comes from: a field of the catalogue, or a calculated value by its name. */
type Origin = { derive(domain: StoreDomain): SourceValue } | { calculated: string };

/** An entry that may write, with everything that is the same for all records. */
export type WrittenEntry = {
  index: number;
  entry: MappingEntry;
  target: NonNullable<MappingEntry['target']>;
  origin: Origin;
  /** Null: a source of this kind never goes into a field of this type. */
  convert: Conversion | null;
};

const known = new WeakMap<Mapping, readonly WrittenEntry[]>();

/**
 * The entries of a mapping that are switched on, have a target, are not broken and have a source that (still) exists.
 * Worked out once for a mapping, which nobody changes in place: a run asks for every record.
 */
export function writtenEntries(mapping: Mapping): readonly WrittenEntry[] {
  const before = known.get(mapping);
  if (before) return before;
  const entries = mapping.entries.flatMap((entry, index) => writtenEntry(mapping, entry, index));
  known.set(mapping, entries);
  return entries;
}

function writtenEntry(mapping: Mapping, entry: MappingEntry, index: number): WrittenEntry[] {
  const { source, target } = entry;
  if (!entry.enabled || !target || entry.broken) return [];
  const field = catalogField.get(source);
  const written = (origin: Origin, kind: SourceKind) => [
    { index, entry, target, origin, convert: conversionOf(kind, target.type) },
  ];
  if (field) return written(field, field.kind);
  const name = calculatedName(source);
  const definition = mapping.calculated.find((candidate) => candidate.name === name);
  return definition ? written({ calculated: definition.name }, kindOfResult(definition.resultType)) : [];
}
