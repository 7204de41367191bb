import { readPage } from '../../catalog/read-domain.ts';
import { type CatalogRow, textRow } from './field-catalog-row.ts';

/** Pages detected on the store's site. */
export const pageRows: readonly CatalogRow[] = [
  pageRow(6, 'brands_page', 'Brands Page', 'brands'),
  pageRow(12, 'contact_page', 'Contact Page', 'contact'),
  pageRow(25, 'faq_page', 'FAQ Page', 'FAQ'),
  pageRow(31, 'financing_page', 'Financing Page', 'financing'),
  pageRow(61, 'retailer_page', 'Retailer Page', 'retailer'),
  pageRow(62, 'returns_page', 'Returns Page', 'returns'),
  pageRow(70, 'store_locator_page', 'Store Locator Page', 'store locator'),
  pageRow(83, 'tracking_page', 'Tracking Page', 'order tracking'),
];

function pageRow(n: number, key: string, label: string, page: string): CatalogRow {
  const description = `Link to the store's ${page} page, when one was detected`;
  return textRow({ n, key, label, description, unit: 'URL' }, (domain) => readPage(domain, domain[key]));
}
