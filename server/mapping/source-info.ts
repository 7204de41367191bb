import type { ResultType } from '../expressions/types.ts';
import { kindOfResult, type SourceKind } from './convert/compatibility.contract.ts';
import { type CatalogField, fieldCatalog } from './fields/field-catalog.ts';
import { calculatedGroup, fieldGroup } from './fields/field-groups.ts';
import { type CalculatedValue, calculatedSource, type Volatility } from './mapping.ts';

/** What people are told of a source, be it a field of the catalogue or a calculated value. */
export type SourceInfo = {
  source: string;
  /** Shown to people and, after the prefix, the name of the field the app creates. */
  label: string;
  description: string;
  group: string;
  kind: SourceKind;
  unit: string;
  volatility: Volatility;
  /** Order of usefulness, lowest first. What somebody took the trouble to calculate comes before the catalogue. */
  priority: number;
  /** Type of the field the app creates for it. */
  newType: CatalogField['pipedriveType'];
};

/** Every source of a company by key, in the order people see them: the catalogue, then what they calculate. */
export function sourcesOf(calculated: readonly CalculatedValue[]): ReadonlyMap<string, SourceInfo> {
  return new Map([...catalogSources, ...calculated.map(calculatedInfo)].map((info) => [info.source, info]));
}

const catalogSources: readonly SourceInfo[] = fieldCatalog.map((field) => {
  const { key, label, description, kind, unit, volatility, priority, pipedriveType } = field;
  return {
    source: key,
    label,
    description,
    group: fieldGroup(key),
    kind,
    unit: unitInCrm(unit),
    volatility,
    priority,
    newType: pipedriveType,
  };
});

/** Of `API: cents; CRM: USD (remark)` what a field in the CRM is in: `USD`. Other units are the same on both sides. */
function unitInCrm(unit: string): string {
  return /CRM: ([^;(]+)/.exec(unit)?.[1]?.trim() ?? unit;
}

const newTypes: Readonly<Record<ResultType, SourceInfo['newType']>> = {
  text: 'varchar',
  number: 'double',
  yes_no: 'varchar',
  date: 'date',
  list: 'text',
  money: 'monetary',
};

function calculatedInfo({ name, label, expression, resultType }: CalculatedValue): SourceInfo {
  return {
    source: calculatedSource(name),
    label,
    description: expression,
    group: calculatedGroup,
    kind: kindOfResult(resultType),
    unit: '',
    volatility: { kind: 'exact' },
    priority: 0,
    newType: newTypes[resultType],
  };
}
