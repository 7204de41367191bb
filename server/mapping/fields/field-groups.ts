import { contactRows } from './field-catalog-contacts.ts';
import { identityRows } from './field-catalog-identity.ts';
import { locationRows } from './field-catalog-location.ts';
import { pageRows } from './field-catalog-pages.ts';
import { platformRows } from './field-catalog-platform.ts';
import { productRows } from './field-catalog-products.ts';
import type { CatalogRow } from './field-catalog-row.ts';
import { sizeRows } from './field-catalog-size.ts';
import { socialRows } from './field-catalog-social.ts';

const headings: readonly (readonly [string, readonly CatalogRow[]])[] = [
  ['The store', identityRows],
  ['Platform and technology', platformRows],
  ['Size and traffic', sizeRows],
  ['Products and reviews', productRows],
  ['Location', locationRows],
  ['Contacts and apps', contactRows],
  ['Social media', socialRows],
  ['Pages of the website', pageRows],
];

/** Heading of the sources that people calculate themselves. */
export const calculatedGroup = 'Calculated values';

const groups = new Map(headings.flatMap(([heading, rows]) => rows.map(({ key }) => [key, heading] as const)));

/** The heading a field of the catalogue stands under. */
export function fieldGroup(key: string): string {
  return groups.get(key) ?? 'The store';
}
