const platforms: Record<string, string> = {
  bigcommerce: 'BigCommerce',
  custom: 'Own platform',
  ecwid: 'Ecwid',
  magento: 'Magento',
  opencart: 'OpenCart',
  prestashop: 'PrestaShop',
  salesforce: 'Salesforce',
  shopify: 'Shopify',
  squarespace: 'Squarespace',
  volusion: 'Volusion',
  webflow: 'Webflow',
  wix: 'Wix',
  woocommerce: 'WooCommerce',
};

const networks: Record<string, string> = {
  facebook: 'Facebook',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  pinterest: 'Pinterest',
  tiktok: 'TikTok',
  twitter: 'X (Twitter)',
  youtube: 'YouTube',
};

const capital = (key: string) => key.charAt(0).toUpperCase() + key.slice(1);

/** A shop platform as its maker writes it; store data has it in lower case. */
export const platformName = (key: string): string => platforms[key.toLowerCase()] ?? capital(key);

/** A store's plan where it says more than the platform beside it: store data often repeats that ("Shopify"). */
export function planBeside({
  platform,
  plan,
}: {
  platform: string | null;
  plan: string | null;
}): string | null {
  const bare = (name: string) => name.replaceAll(/[\s_-]/g, '').toLowerCase();
  if (plan === null || platform === null) return plan;
  return [platform, platformName(platform)].some((name) => bare(name) === bare(plan)) ? null : plan;
}

/** A social network as it writes itself. */
export const networkName = (key: string): string => networks[key.toLowerCase()] ?? capital(key);

/** A category path such as `/Home & Garden/Lighting` as "Home & Garden › Lighting". */
export const categoryPath = (path: string): string => path.split('/').filter(Boolean).join(' › ');
