/**
 * All fields, most useful to a sales team first: what the shop runs on and how big it is, where it sits and how to
 * reach it, then detail. When Pipedrive's plan has no room for all 97, the first that fit are proposed.
 */
export const fieldPriority: readonly string[] = [
  // The ten that qualify a lead.
  ...['platform', 'estimated_sales', 'country_code', 'categories_top_level', 'rank', 'state', 'plan'],
  ...['employee_count', 'technologies', 'shopify_app_names'],
  // The next twenty fit Pipedrive's smallest plan, which has 30 custom fields.
  ...['merchant_name', 'name', 'city', 'administrative_area_level_1', 'email', 'phone_1', 'product_count'],
  ...[
    'avg_price',
    'estimated_visits',
    'estimated_sales_yearly',
    'created_at',
    'categories',
    'monthly_app_spend',
  ],
  ...[
    'instagram_url',
    'facebook_url',
    'linkedin_url',
    'features',
    'last_platform',
    'last_platform_change_at',
  ],
  'currency_code',
  // Detail for segments and research.
  ...['platform_rank', 'rank_percentile', 'platform_rank_percentile', 'estimated_page_views', 'theme'],
  ...[
    'shipping_carriers',
    'description',
    'cluster_domains',
    'tiktok_followers',
    'tiktok_url',
    'last_plan_change_at',
  ],
  ...['trustpilot_avgrating', 'trustpilot_reviews', 'magento_apps', 'variant_count', 'vendor_count'],
  ...['product_to_vendor', 'platform_domain', 'emails', 'phones', 'full_address', 'zip', 'street_address'],
  ...['state_code', 'title', 'contact_page', 'youtube_followers', 'youtube_url', 'twitter_followers'],
  ...['twitter_url', 'pinterest_followers', 'pinterest_url', 'tiktok_followers_30d', 'youtube_followers_30d'],
  ...['twitter_followers_30d', 'pinterest_followers_30d', 'shopify_app_ids', 'average_product_weight'],
  ...['last_updated_at', 'tld1', 'aliases', 'company_ids', 'phone_2', 'phone_3', 'instagram', 'facebook'],
  ...['tiktok', 'youtube', 'twitter', 'pinterest', 'retailer_page', 'store_locator_page', 'brands_page'],
  ...['faq_page', 'returns_page', 'financing_page', 'tracking_page', 'theme_vendor', 'theme_version'],
  ...['theme_style', 'ios_app_url', 'android_app_url', 'ios_app_id', 'android_app_id', 'facebook_group'],
  ...['facebook_group_url', 'record_source'],
];
