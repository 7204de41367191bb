import { seededRandom } from '../seed/random.ts';
import { shopHost } from '../seed/shop-hosts.ts';

/** A store in the shape of the Store Leads API (storeleads.md 3): money in hundredths, absent parts left out. */
export type Shop = { name: string; platform: string; country_code: string; rank: number } & Record<
  string,
  unknown
>;

/** The Sunday of the first release; the others follow week by week. */
const firstRelease = Date.UTC(2026, 0, 4);
const day = 86_400_000;

const plans = ['Basic', 'Shopify', 'Advanced', 'Shopify Plus'];
const platforms = ['woocommerce', 'wix', 'bigcommerce', 'magento', 'squarespace', 'custom'];
const apps = ['Quillon Reviews', 'Tarnwell Upsell', 'Oxbow Chat', 'Samphire Loyalty', 'Brindle Returns'];
const technologies = ['Nettleworth Tag', 'Pipistrel Pixel', 'Farrow Lane CDN', 'Oxbow Consent'];
const places = [
  { city: 'Portland', state: 'Oregon', code: 'OR', country: 'US', currency: 'USD', region: 'Americas' },
  { city: 'Leeds', state: 'England', code: 'ENG', country: 'GB', currency: 'GBP', region: 'Europe' },
  { city: 'Berlin', state: 'Berlin', code: 'BE', country: 'DE', currency: 'EUR', region: 'Europe' },
] as const;

/**
 * The i-th invented shop as a release has it. Ranks and estimates drift in every release; in one of five something
 * a salesperson would notice changes: an app, the plan, products.
 */
export function shopAt(i: number, release: number): Shop {
  const { host, platformHost, merchant } = shopHost(i);
  const fixed = seededRandom(i * 7919 + 17);
  const bare = host.replace(/^www\./, '');
  const place = places[i % places.length] ?? places[0];
  const changes = changesUntil(i, release);
  const drift = seededRandom(i * 104_729 + release)();
  const rank = 1 + Math.floor(3_000_000 * fixed() ** 2 * (0.95 + drift / 10));
  const visits = Math.round(4e8 / rank ** 0.9);
  const price = 500 + Math.floor(fixed() * 20_000);
  const platform = platformHost ? 'shopify' : (platforms[i % platforms.length] ?? 'custom');
  return {
    name: host,
    tld1: bare,
    ...(platformHost && { platform_domain: platformHost }),
    merchant_name: merchant,
    title: `${merchant}, the shop`,
    state: i % 29 === 28 ? 'Inactive' : 'Active',
    platform,
    ...(platformHost && { plan: plans[(i + changes.plan) % plans.length] }),
    created_at: timeOf(Date.UTC(2012, 0, 1) + Math.floor(fixed() * 4000) * day),
    last_updated_at: timeOf(firstRelease + (release - 1) * 7 * day - (i % 5) * day),
    country_code: place.country,
    region: place.region,
    city: place.city,
    administrative_area_level_1: place.state,
    location: `${place.city}, ${place.code}, ${place.country}`,
    currency_code: place.currency,
    rank,
    rank_percentile: Math.round(10_000 * (1 - rank / 3_000_001)) / 100,
    estimated_visits: visits,
    estimated_page_views: visits * 3,
    estimated_sales: Math.round(visits * 0.01 * price),
    estimated_sales_yearly: Math.round(visits * 0.12 * price),
    product_count: 10 + Math.floor(fixed() * 900) + changes.products * 5,
    avg_price: price,
    avg_price_usd: price,
    employee_count: 1 + Math.floor(fixed() * 60),
    categories: ['/Home & Garden'],
    features: ['FAQ Page'],
    technologies: technologies.slice(0, 1 + (i % 3)).map((name) => ({ name })),
    ...(platformHost && { apps: appsOf(i, changes.apps) }),
    ...(i % 5 === 0 && { aliases: [`shop.${bare}`] }),
    ...(i % 40 === 1 && { cluster_domains: [host, `de.${bare}`], cluster_best_ranked: host }),
    contact_info: [
      { type: 'email', value: `hello@${bare}`, source: '/pages/contact' },
      {
        type: 'tiktok',
        value: `https://www.tiktok.com/@${bare.split('.')[0]}`,
        followers: Math.round(visits / 9),
      },
    ],
    theme: { name: i % 2 ? 'Harbour' : 'Unknown', style: 'Unknown', vendor: 'Unknown', version: 'Unknown' },
  };
}

type Changes = { apps: number; plan: number; products: number };

/** How often each thing changed up to a release. */
function changesUntil(i: number, release: number): Changes {
  const changes: Changes = { apps: 0, plan: 0, products: 0 };
  for (let at = 2; at <= release; at += 1) {
    if ((i + at) % 5 !== 0) continue;
    const what = (['apps', 'plan', 'products'] as const)[(Math.floor(i / 3) + at) % 3] ?? 'apps';
    changes[what] += 1;
  }
  return changes;
}

/** Three of the apps, a window that moves by one with every change; the one that left is kept as inactive. */
function appsOf(i: number, moved: number): object[] {
  const at = (n: number) => apps[(i + moved + n) % apps.length] ?? '';
  const app = (name: string, state: string) => {
    const token = name.toLowerCase().replace(' ', '-');
    return { id: `1.${token}`, token, platform: 'shopify', name, state, average_rating: '4.8' };
  };
  const installed = [0, 1, 2].map((n) => app(at(n), 'Active'));
  return moved > 0 ? [...installed, app(at(apps.length - 1), 'Inactive')] : installed;
}

/** Attributes carry times without a zone (storeleads.md 2.1). */
function timeOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 19);
}
