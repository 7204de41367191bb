import { contactRows } from './field-catalog-contacts.ts';
import { identityRows } from './field-catalog-identity.ts';
import { locationRows } from './field-catalog-location.ts';
import { pageRows } from './field-catalog-pages.ts';
import { platformRows } from './field-catalog-platform.ts';
import { fieldPriority } from './field-catalog-priority.ts';
import { productRows } from './field-catalog-products.ts';
import type { CatalogField } from './field-catalog-row.ts';
import { sizeRows } from './field-catalog-size.ts';
import { socialRows } from './field-catalog-social.ts';

export type { CatalogField, SourceValue } from './field-catalog-row.ts';

const priority = new Map(fieldPriority.map((key, index) => [key, index + 1]));

/** The 97 fields, in the order people see them (by label). */
export const fieldCatalog: readonly CatalogField[] = [
  ...identityRows,
  ...platformRows,
  ...locationRows,
  ...sizeRows,
  ...productRows,
  ...pageRows,
  ...contactRows,
  ...socialRows,
]
  .sort((a, b) => a.n - b.n)
  .map(({ n, ...row }) => ({ ...row, priority: priority.get(row.key) ?? fieldPriority.length + n }));

/** The same fields by key. */
export const catalogField: ReadonlyMap<string, CatalogField> = new Map(
  fieldCatalog.map((field) => [field.key, field]),
);
