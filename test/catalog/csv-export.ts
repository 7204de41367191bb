/** The 162 columns of a CSV export of 2026 (storeleads.md 3.8), in groups as they are written down there. */
export const exportColumns: readonly string[] = `
domain domain_tld1 domain_url platform_domain merchant_name title description meta_description meta_keywords status
created aliases cluster_domains domain_count company_ids notes tags favicon_url open_graph_image_url language_code currency
platform platform_version plan last_plan last_plan_changed last_platform last_platform_changed last_theme
last_theme_changed theme theme_style theme_vendor theme_spend theme_change_30 theme_change_90 has_cms headless
street_address city state zip country_code region subregion company_location
employee_count estimated_monthly_sales estimated_yearly_sales estimated_monthly_visits estimated_monthly_pageviews
products_sold product_variants product_images product_images_created_30 product_images_created_90
product_images_created_365 products_created_30 products_created_90 products_created_365 vendor_count
product_to_vendor monthly_app_spend combined_followers combined_reviews combined_avgrating
average_product_price average_product_price_usd minimum_product_price maximum_product_price average_product_weight
minimum_product_weight maximum_product_weight
rank rank_percentile platform_rank platform_rank_percentile common_crawl_centrality common_crawl_pagerank
about_us_url brands_page_url contact_page_url faq_page_url financing_page_url retailer_url returns_page_url
store_locator_url tracking_page_url warranty_page_url
emails phones facebook facebook_url facebook_group facebook_group_url instagram instagram_url linkedin_account
linkedin_url whatsapp whatsapp_url pinterest pinterest_url pinterest_followers pinterest_followers_30d
pinterest_followers_90d pinterest_posts tiktok tiktok_url tiktok_followers tiktok_followers_30d tiktok_followers_90d
twitter twitter_url twitter_followers twitter_followers_30d twitter_followers_90d twitter_posts youtube youtube_url
youtube_channel_url youtube_followers youtube_followers_30d youtube_followers_90d
installed_apps installed_apps_count installed_apps_names technologies technologies_count features android_app_id
ios_app_id
categories sales_channels sales_channel_abound sales_channel_amazon sales_channel_chownow sales_channel_doordash
sales_channel_ebay sales_channel_etsy sales_channel_grubhub sales_channel_postmates sales_channel_ubereats
shipping_carriers ships_to_countries
most_recent_product_title most_recent_product_url most_recent_product_image_url
trustpilot_avgrating trustpilot_reviews okendo_avgrating okendo_reviews yotpo_avgrating yotpo_reviews
judgeme_avgrating judgeme_reviews stamped_avgrating stamped_reviews loox_avgrating loox_reviews rio_avgrating rio_reviews
`
  .trim()
  .split(/\s+/);

/** An invented store with a value under nearly every column, as an export writes them. */
export const exportedStore: Record<string, string> = {
  domain: 'www.fernandoak.example',
  domain_tld1: 'fernandoak.example',
  domain_url: 'https://www.fernandoak.example',
  platform_domain: 'fern-oak.myshopify.com',
  merchant_name: 'Fern & Oak',
  title: 'Fern & Oak, "made" slowly',
  description: 'Shown on the page',
  meta_description: 'Furniture,\nmade slowly',
  meta_keywords: 'oak,fern',
  status: 'Active',
  created: '2018/05/14',
  aliases: 'shop.fernandoak.example:old.fernandoak.example',
  cluster_domains: 'www.fernandoak.example:uk.fernandoak.example',
  domain_count: '2',
  company_ids: 'CVR nr. 12345678',
  notes: 'never read',
  tags: 'Dropshipper',
  language_code: 'en',
  currency: 'EUR',
  platform: 'Shopify',
  plan: 'Shopify Plus',
  last_plan_changed: '2024/01/31',
  last_platform: 'magento',
  last_platform_changed: '2022/02/07',
  theme: 'Sample Theme',
  theme_style: 'Unknown',
  theme_vendor: 'Sample Maker',
  street_address: '1 Sample Way',
  city: 'Portland',
  state: 'Oregon',
  zip: '97201',
  country_code: 'US',
  region: 'Americas',
  subregion: 'Northern America',
  company_location: 'Portland, OR, USA',
  employee_count: '12',
  estimated_monthly_sales: 'USD $51,707,048.53',
  estimated_yearly_sales: 'USD $250000',
  estimated_monthly_visits: '28000',
  estimated_monthly_pageviews: '96000',
  products_sold: '308',
  product_variants: '1240',
  vendor_count: '2',
  monthly_app_spend: 'USD $412.00',
  average_product_price: 'EUR €49.99',
  average_product_price_usd: 'USD $54.10',
  minimum_product_price: 'USD $5.00',
  maximum_product_price: 'USD $1,200.00',
  average_product_weight: '350.5',
  rank: '3178',
  rank_percentile: '99.94',
  platform_rank: '1204',
  platform_rank_percentile: '99.97',
  common_crawl_centrality: '16000123',
  common_crawl_pagerank: '99',
  brands_page_url: '/brands',
  contact_page_url: 'https://www.fernandoak.example/pages/contact',
  faq_page_url: '/faq',
  financing_page_url: '/financing',
  retailer_url: '/stockists',
  returns_page_url: '/returns',
  store_locator_url: '/stores',
  tracking_page_url: '/track',
  emails: 'hello@fernandoak.example:sales@fernandoak.example',
  phones: '+1 800-342-9647:+1 503-555-0100:+1 503-555-0101',
  facebook: 'fernandoak',
  facebook_url: 'https://www.facebook.com/fernandoak',
  facebook_group: 'fernfriends',
  facebook_group_url: 'https://www.facebook.com/groups/fernfriends',
  instagram_url: 'https://www.instagram.com/fernandoak/',
  linkedin_url: 'https://www.linkedin.com/company/fernandoak',
  pinterest_url: 'https://www.pinterest.com/fernandoak/',
  pinterest_followers: '310',
  pinterest_followers_30d: '-3',
  pinterest_posts: '12',
  tiktok: '@fernandoak',
  tiktok_url: 'https://www.tiktok.com/@fernandoak',
  tiktok_followers: '5200',
  tiktok_followers_30d: '-40',
  tiktok_followers_90d: '110',
  twitter_url: 'https://twitter.com/fernandoak',
  twitter_followers: '70',
  twitter_followers_30d: '1',
  youtube_channel_url: 'https://www.youtube.com/@fernandoak',
  youtube_followers: '90',
  youtube_followers_30d: '2',
  installed_apps: 'https://apps.shopify.com/sample-reviews:https://apps.shopify.com/upsell?ref=x',
  installed_apps_count: '2',
  installed_apps_names: 'Sample Reviews:Upsell',
  technologies: 'Sample Analytics:Sample CDN',
  features: 'Shopify Pay:FAQ Page',
  android_app_id: 'com.fernandoak.app',
  ios_app_id: 'id123456789',
  categories: '/Home & Garden/Home Furnishings:/Gifts',
  sales_channels: 'Amazon:Etsy',
  shipping_carriers: 'UPS:DHL',
  trustpilot_avgrating: '4.4',
  trustpilot_reviews: '310',
  judgeme_avgrating: '4.9',
  judgeme_reviews: '1,204',
};

/** A CSV export of these stores: every value in quotes where it needs them. */
export function exportFile(stores: readonly Record<string, string>[], columns = exportColumns): string {
  const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = [columns, ...stores.map((store) => columns.map((column) => store[column] ?? ''))];
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
