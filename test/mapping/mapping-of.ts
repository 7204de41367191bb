import { defaultEntry, defaultMapping } from '../../server/mapping/default-mapping.ts';
import { catalogField } from '../../server/mapping/fields/field-catalog.ts';
import type { CalculatedValue, Mapping, MappingEntry } from '../../server/mapping/mapping.ts';

/** An entry as on a fresh start, with what is said otherwise. */
export function entryOf(source: string, rest: Partial<MappingEntry> = {}): MappingEntry {
  return { ...defaultEntry(source), ...rest };
}

/** An entry with a target of the type the app would create for it, code `code_` and the source. */
export function targeted(source: string, rest: Partial<MappingEntry> = {}): MappingEntry {
  const type = catalogField.get(source)?.pipedriveType ?? 'varchar';
  return entryOf(source, { target: { code: `code_${source}`, type }, ...rest });
}

/** A mapping of organizations with these entries and no calculated values. */
export function mappingOf(...entries: MappingEntry[]): Mapping {
  return { ...defaultMapping(1), entries };
}

/** A mapping with one calculated value, `any`, written to a field of a type. */
export function calculatedMapping(resultType: CalculatedValue['resultType'], type: string): Mapping {
  const calculated = [{ name: 'any', label: 'Any', expression: 'name', resultType, examples: [] }];
  const target = { code: 'code_any', type };
  return { ...mappingOf(entryOf('calculated:any', { target })), calculated };
}
