import {
  isObject,
  readCount,
  readCurrency,
  readHundredths,
  readList,
  readNumber,
} from '../../catalog/read-domain.ts';
import type { StoreDomain } from '../../catalog/store.ts';
import { type CatalogRow, listRow, moneyRow, numberRow } from './field-catalog-row.ts';

/** What the store sells, how it ships and how it is reviewed. */
export const productRows: readonly CatalogRow[] = [
  moneyRow(
    {
      n: 4,
      key: 'avg_price',
      label: 'Average Product Price',
      description: "Mean product price in the store's own currency",
      unit: 'API: cents of store currency; CRM: major unit',
    },
    averagePrice,
  ),
  numberRow(
    {
      n: 5,
      key: 'average_product_weight',
      label: 'Average Product Weight',
      description: 'Mean product weight',
      unit: 'grams',
    },
    (domain) => readNumber(domain['avg_weight']) ?? readNumber(domain['average_product_weight']),
  ),
  listRow(
    {
      n: 7,
      key: 'categories',
      label: 'Categories',
      description: 'Full category paths (industry vertical)',
      unit: 'slash path',
    },
    (domain) => readList(domain.categories),
  ),
  listRow(
    {
      n: 8,
      key: 'categories_top_level',
      label: 'Categories (top level)',
      description: 'First level of each category path',
      unit: 'slash path',
    },
    topLevelCategories,
  ),
  numberRow(
    {
      n: 55,
      key: 'variant_count',
      label: 'Product Variants',
      description: 'Number of product variants (SKUs)',
      unit: 'count',
    },
    (domain) => readCount(domain['variant_count']),
  ),
  numberRow(
    {
      n: 56,
      key: 'product_to_vendor',
      label: 'Products per Vendor',
      description: 'Products per distinct vendor: high suggests a brand, low a retailer',
      unit: 'ratio',
    },
    productsPerVendor,
  ),
  numberRow(
    {
      n: 57,
      key: 'product_count',
      label: 'Products Sold',
      description: 'Number of products in the catalogue',
      unit: 'count',
    },
    (domain) => readCount(domain['product_count']),
  ),
  listRow(
    {
      n: 63,
      key: 'shipping_carriers',
      label: 'Shipping Carriers',
      description: 'Carriers the shop ships with',
    },
    (domain) => readList(domain['shipping_carriers']),
  ),
  numberRow(
    {
      n: 84,
      key: 'trustpilot_avgrating',
      label: 'Trustpilot Avg Rating',
      description: 'Mean Trustpilot rating',
      unit: '0-5',
    },
    (domain) => (isObject(domain.trustpilot) ? readNumber(domain.trustpilot.avg_rating, { max: 5 }) : null),
  ),
  numberRow(
    {
      n: 85,
      key: 'trustpilot_reviews',
      label: 'Trustpilot Reviews',
      description: 'Number of Trustpilot reviews',
      unit: 'count',
    },
    (domain) => (isObject(domain.trustpilot) ? readCount(domain.trustpilot.review_count) : null),
  ),
  numberRow(
    {
      n: 90,
      key: 'vendor_count',
      label: 'Vendor Count',
      description: 'Distinct product vendors (Shopify shops only)',
      unit: 'count',
    },
    (domain) => readCount(domain['vendor_count']),
  ),
];

/** A price without its currency cannot be written to a monetary field, so it counts as absent. */
function averagePrice(domain: StoreDomain): { amount: number; currency: string } | null {
  const amount = readHundredths(domain['avg_price']);
  const currency = readCurrency(domain['currency_code']);
  return amount === null || currency === null ? null : { amount, currency };
}

function topLevelCategories(domain: StoreDomain): string[] | null {
  const first = readList(domain.categories)?.map((path) =>
    path.split('/').find((part) => part.trim() !== ''),
  );
  return readList(first?.filter((part) => part !== undefined).map((part) => `/${part.trim()}`));
}

function productsPerVendor(domain: StoreDomain): number | null {
  const products = readCount(domain['product_count']);
  const vendors = readCount(domain['vendor_count'], { min: 1 });
  return products === null || vendors === null ? null : Math.round((products / vendors) * 100) / 100;
}
