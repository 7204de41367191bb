import type { StoreDomain } from '../../catalog/store.ts';
import type { SourceKind } from '../convert/compatibility.contract.ts';
import type { Volatility } from '../mapping.ts';

/** A derived value. Null: absent. Dates are `YYYY-MM-DD`, money is in major units. */
export type SourceValue = string | number | string[] | { amount: number; currency: string } | null;

/** One of the 97 things about a store that can be written to Pipedrive. */
export type CatalogField = {
  key: string;
  /** Shown to people and, after the prefix, the name of the field the app creates. */
  label: string;
  description: string;
  kind: SourceKind;
  pipedriveType: 'varchar' | 'text' | 'double' | 'monetary' | 'date';
  unit: string;
  volatility: Volatility;
  /** Order of usefulness, 1 first: what is created when the plan has no room for all. */
  priority: number;
  /** The value of this field for a store. Never throws. */
  derive(domain: StoreDomain): SourceValue;
};

/** A field before its priority is known, with its place in the list people see. */
export type CatalogRow = Omit<CatalogField, 'priority'> & { n: number };

type Row = {
  n: number;
  key: string;
  label: string;
  description: string;
  unit?: string;
  volatility?: Volatility;
};

type Derive<Value> = (domain: StoreDomain) => Value | null;

const exact: Volatility = { kind: 'exact' };

/** Text of at most 255 characters. */
export const textRow = (row: Row, derive: Derive<string>): CatalogRow =>
  complete(row, 'text', 'varchar', derive);
/** Text of any length. */
export const longTextRow = (row: Row, derive: Derive<string>): CatalogRow =>
  complete(row, 'long_text', 'text', derive);
/** A row of the catalogue that derives a number. */
export const numberRow = (row: Row, derive: Derive<number>): CatalogRow =>
  complete(row, 'number', 'double', derive);
/** A row that derives an amount in major units with its currency. */
export const moneyRow = (row: Row, derive: Derive<{ amount: number; currency: string }>): CatalogRow =>
  complete(row, 'money', 'monetary', derive);
/** A row that derives a date, YYYY-MM-DD. */
export const dateRow = (row: Row, derive: Derive<string>): CatalogRow =>
  complete(row, 'date', 'date', derive);
/** A list, written to a large text. */
export const listRow = (row: Row, derive: Derive<string[]>): CatalogRow =>
  complete(row, 'list', 'text', derive);
/** A list that the default mapping puts in a text of 255 characters. */
export const shortListRow = (row: Row, derive: Derive<string[]>): CatalogRow =>
  complete(row, 'list', 'varchar', derive);

function complete(
  row: Row,
  kind: SourceKind,
  pipedriveType: CatalogField['pipedriveType'],
  derive: (domain: StoreDomain) => SourceValue,
): CatalogRow {
  return { unit: '', volatility: exact, ...row, kind, pipedriveType, derive };
}
