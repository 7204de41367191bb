import { cellDate, cellList, cellMoney, cellNumber, cellText } from './csv-cells.ts';

type ReadCell = (cell: string) => unknown;

const as = (
  read: ReadCell,
  columns: Record<string, string>,
): [string, { attribute: string; read: ReadCell }][] =>
  Object.entries(columns).map(([column, attribute]) => [column, { attribute, read }]);

const sameName = (...columns: string[]) => Object.fromEntries(columns.map((column) => [column, column]));

/**
 * Columns of a CSV export (storeleads.md 3.8) that are one attribute of the API each, under the API's name. Mind the
 * trap: `state` is the province here, the life state of the shop is `status`. Columns the API has no name for (such as
 * `notes` or `product_images`) are left out, as are all that are not listed here or in csv-domain.ts.
 */
export const csvColumns: ReadonlyMap<string, { attribute: string; read: ReadCell }> = new Map([
  ...as(cellText, {
    domain: 'name',
    domain_tld1: 'tld1',
    status: 'state',
    state: 'administrative_area_level_1',
    meta_keywords: 'keywords',
    favicon_url: 'icon',
    open_graph_image_url: 'og_image',
    currency: 'currency_code',
    company_location: 'location',
    about_us_url: 'about_us',
    brands_page_url: 'brands_page',
    contact_page_url: 'contact_page',
    faq_page_url: 'faq_page',
    financing_page_url: 'financing_page',
    retailer_url: 'retailer_page',
    returns_page_url: 'returns_page',
    store_locator_url: 'store_locator_page',
    tracking_page_url: 'tracking_page',
    warranty_page_url: 'warranty_page',
    ...sameName('platform_domain', 'merchant_name', 'title', 'platform', 'plan', 'last_platform'),
    ...sameName('language_code', 'street_address', 'city', 'zip', 'country_code', 'region', 'subregion'),
    ...sameName('android_app_id', 'ios_app_id'),
  }),
  ...as(cellDate, {
    created: 'created_at',
    last_plan_changed: 'last_plan_change_at',
    last_platform_changed: 'last_platform_change_at',
  }),
  ...as(
    cellList,
    sameName(
      ...['aliases', 'cluster_domains', 'company_ids', 'tags', 'features', 'categories'],
      ...['sales_channels', 'shipping_carriers'],
    ),
  ),
  ...as(cellMoney, {
    estimated_monthly_sales: 'estimated_sales',
    estimated_yearly_sales: 'estimated_sales_yearly',
    average_product_price: 'avg_price',
    average_product_price_usd: 'avg_price_usd',
    minimum_product_price: 'min_price',
    maximum_product_price: 'max_price',
    monthly_app_spend: 'monthly_app_spend',
  }),
  ...as(cellNumber, {
    estimated_monthly_visits: 'estimated_visits',
    estimated_monthly_pageviews: 'estimated_page_views',
    products_sold: 'product_count',
    product_variants: 'variant_count',
    average_product_weight: 'avg_weight',
    common_crawl_centrality: 'cc_centrality',
    common_crawl_pagerank: 'cc_rank',
    ...sameName('employee_count', 'vendor_count', 'rank', 'rank_percentile', 'platform_rank'),
    ...sameName('platform_rank_percentile'),
  }),
]);

/** Without these a file is no export of stores. */
export const requiredColumns = ['domain', 'platform', 'status'] as const;
