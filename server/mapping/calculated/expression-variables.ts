import type { StoreDomain } from '../../catalog/store.ts';
import type { CalculatedResult, Variable } from '../../expressions/types.ts';
import { catalogField, fieldCatalog } from '../fields/field-catalog.ts';
import type { CatalogField } from '../fields/field-catalog-row.ts';

const variableTypes: Readonly<Record<CatalogField['kind'], Variable['type']>> = {
  text: 'text',
  long_text: 'text',
  number: 'number',
  // The amount alone: people compare and divide it, and `money()` gives it a currency again.
  money: 'number',
  date: 'date',
  list: 'list',
};

/** Every field of the catalogue as a name that expressions may use. One array for ever: the engine keeps it by identity. */
export const expressionVariables: readonly Variable[] = fieldCatalog.map(({ key, kind }) => ({
  name: key,
  type: variableTypes[kind],
}));

/**
 * What the named variables hold for a store: money as its amount in major units, dates as YYYY-MM-DD, null where there
 * is nothing. Other names, such as `_domain`, are passed over.
 */
export function variableValues(
  domain: StoreDomain,
  names: Iterable<string>,
): Record<string, CalculatedResult> {
  const values: Record<string, CalculatedResult> = {};
  for (const name of names) {
    const field = catalogField.get(name);
    if (!field) continue;
    const value = field.derive(domain);
    values[name] =
      value !== null && typeof value === 'object' && !Array.isArray(value) ? value.amount : value;
  }
  return values;
}
