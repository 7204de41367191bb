import type { ResultType } from '../expressions/types.ts';
import type { FieldType } from '../pipedrive/types.ts';

/** Record types of Pipedrive that can be enriched. */
export type ObjectType = 'organization' | 'person';
export const objectTypes: readonly ObjectType[] = ['organization', 'person'];

/**
 * When an entry may write. `always`: over anything. `if_empty_or_ours`: where the field is empty or holds what we
 * wrote. `if_empty`: where it is empty. `never`: not at all.
 */
export type WriteRule = 'always' | 'if_empty_or_ours' | 'if_empty' | 'never';

/**
 * How a source that moves nearly every week is kept from causing a write:
 * `tolerance` lets a number move by a share (0.1 = ten per cent), `rides_along` is written only with something else.
 */
export type Volatility = { kind: 'exact' } | Tolerance | { kind: 'rides_along' };

/**
 * `plus` is added to both numbers before they are compared, so that small ones may move more: of 3 with 5 % and
 * `plus: 100`, 8 is still within tolerance. For scales with a natural size, such as percentiles.
 */
export type Tolerance = { kind: 'tolerance'; share: number; plus?: number };

/** A field of Pipedrive that an entry writes to: `field_code` and type as they were when it was picked. */
export type MappingTarget = { code: string; type: FieldType };

export type MappingEntry = {
  /** Key of the field catalogue, `calculated:` and the name of a calculated value, or `retired`. */
  source: string;
  /** Null until a field was created or picked. */
  target: MappingTarget | null;
  rule: WriteRule;
  whenMissing: 'keep' | 'clear';
  volatility: Volatility;
  /** Single and multiple options only: what becomes of a label the field does not have. */
  newOption: 'skip' | 'create';
  enabled: boolean;
  /** Set when Pipedrive refused the field or no longer has it; the entry is shown as broken and skipped. */
  broken: { code: string; since: Date } | null;
};

/** A store and what a calculated value should give for it, checked again on every edit. */
type ExpressionExample = { storeId: string; expected: string };

/** A named CEL expression. Mappings of all object types may use it. */
export type CalculatedValue = {
  /** Lower-case letters, digits and underscores; never changes once saved. */
  name: string;
  label: string;
  expression: string;
  resultType: ResultType;
  examples: ExpressionExample[];
};

/** What is written to one type of records. Entries keep their place for ever: tags are packed in this order. */
export type ObjectMapping = {
  /** Whether records of this type are enriched at all. */
  enabled: boolean;
  entries: MappingEntry[];
};

/** The mapping of one object type with the calculated values its entries may use. */
export type Mapping = ObjectMapping & {
  companyId: number;
  objectType: ObjectType;
  /** Changes with every change of the row. */
  version: number;
  calculated: CalculatedValue[];
};

const calculatedPrefix = 'calculated:';

/** The source of entries that write a calculated value. */
export const calculatedSource = (name: string): string => `${calculatedPrefix}${name}`;

/** Name of the calculated value a source stands for; null for a field of the catalogue. */
export function calculatedName(source: string): string | null {
  return source.startsWith(calculatedPrefix) ? source.slice(calculatedPrefix.length) : null;
}

/** Source of an entry whose calculated value was deleted: it keeps its place, which the next new one takes. */
export const retired = 'retired';
