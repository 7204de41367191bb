import { sampleContacts } from './sample-contacts.ts';
import { sampleRandom } from './sample-random.ts';
import { sampleShop } from './sample-shop.ts';
import { type SampleState, worldSize } from './sample-state.ts';
import type { StoreDomain } from './store.ts';

/** The first Sunday release of the invented world; the others follow week by week. */
const firstRelease = Date.UTC(2026, 0, 4);
const day = 86_400_000;

/** An invented shop in the shape of the Store Leads API: money in hundredths, absent parts left out. */
export function sampleDomain(state: SampleState, seed: number, release: number): StoreDomain {
  // What is fixed for a shop comes from the same numbers in every release.
  const random = sampleRandom(seed, state.index, -1);
  const bare = state.host.replace(/^www\./, '');
  const maybe = <Value>(probability: number, value: Value) =>
    random.chance(probability) ? value : undefined;
  const { place, city } = state;
  const hasPlace = random.chance(0.85);
  const monthly = state.traffic * state.conversion * state.price * 1.8;
  const zip = city.zip.replaceAll('#', () => String(random.whole(0, 9)));
  const platformSize = Math.round(worldSize / 6);
  const platformRank = Math.max(1, Math.round(state.rank / 6));
  return present({
    name: state.host,
    tld1: bare,
    platform_domain: state.platformDomain ?? undefined,
    merchant_name: maybe(0.96, state.merchant),
    title: maybe(
      0.98,
      `${state.merchant} – ${random.pick(['online shop', 'official store', 'made with care'])}`,
    ),
    description: maybe(0.85, `${state.merchant}: things well made, for people who like them that way.`),
    state: state.active ? 'Active' : random.pick(['Inactive', 'Password Protected']),
    platform: state.platform,
    plan: state.plan ?? undefined,
    last_plan_change_at: state.planChanged === null ? undefined : dateTime(releaseTime(state.planChanged)),
    ...(random.chance(0.12)
      ? { last_platform: 'magento', last_platform_change_at: '2022-02-07T00:00:00' }
      : {}),
    created_at: maybe(0.97, dateTime(Date.UTC(2009, 0, 1) + random.whole(0, 6000) * day)),
    last_updated_at: dateTime(releaseTime(release) - random.whole(0, 6) * day),
    language_code: maybe(0.95, place.language),
    currency_code: maybe(0.94, place.currency),
    country_code: maybe(0.95, place.country),
    region: place.region,
    ...(hasPlace
      ? {
          street_address: maybe(0.6, `${random.whole(1, 90)} ${random.pick(streets)}`),
          city: city.city,
          administrative_area_level_1: city.state,
          zip: maybe(0.8, zip),
          location: `${city.city}, ${city.code}, ${place.countryName}`,
        }
      : {}),
    rank: state.rank,
    rank_percentile: percentile(state.rank, worldSize),
    platform_rank: platformRank,
    platform_rank_percentile: percentile(platformRank, platformSize),
    estimated_sales: maybe(0.95, Math.round(monthly * 100)),
    estimated_sales_yearly: maybe(0.95, Math.round(monthly * 100 * 11.6)),
    estimated_visits: maybe(0.97, Math.round(state.traffic)),
    estimated_page_views: maybe(0.97, Math.round(state.traffic * (2 + random.next() * 3))),
    employee_count: maybe(0.7, state.employees),
    product_count: state.products,
    variant_count: Math.round(state.products * (1 + random.next() * 4)),
    vendor_count: state.platform === 'shopify' ? state.vendors : undefined,
    avg_price: maybe(0.92, Math.round(state.price * place.perDollar * 100)),
    avg_price_usd: Math.round(state.price * 100),
    avg_weight: maybe(0.4, random.whole(20, 9000)),
    monthly_app_spend: state.apps.length > 0 ? state.apps.length * 1900 : undefined,
    categories: state.categories,
    features: list(state.features),
    shipping_carriers: list(state.carriers),
    technologies: state.technologies.map((name) => ({ name, installed_at: '2023-03-01T00:00:00' })),
    apps: list(state.apps.map((name, n) => app(name, state.platform, n))),
    theme: theme(state.theme, random.pick(['Unknown', 'Unknown', 'Bright', 'Calm']), random.whole(1, 9)),
    aliases: state.index % 5 === 0 ? [`shop.${bare}`] : undefined,
    ...cluster(state, bare),
    contact_info: list(sampleContacts(state, bare, random)),
    trustpilot: maybe(0.25, { avg_rating: random.whole(20, 50) / 10, review_count: random.whole(1, 4000) }),
    company_ids: maybe(0.15, [`Reg. no. ${random.whole(100000, 999999)}`]),
    contact_page: maybe(0.8, '/pages/contact'),
    faq_page: maybe(0.4, '/pages/faq'),
    returns_page: maybe(0.35, `https://${state.host}/policies/returns`),
    tracking_page: maybe(0.2, '/track'),
    store_locator_page: maybe(0.08, '/stores'),
    brands_page: maybe(0.07, '/collections/brands'),
    financing_page: maybe(0.04, '/pages/pay-later'),
    retailer_page: maybe(0.06, '/pages/stockists'),
    android_app_id: maybe(0.03, `example.${state.slug.replaceAll('-', '')}.app`),
    ios_app_id: maybe(0.04, `id${random.whole(100000000, 999999999)}`),
  });
}

const streets: readonly [string, ...string[]] = [
  'Sample Way',
  'Orchard Street',
  'Mill Lane',
  'Harbour Road',
  'Station Road',
];

function theme(name: string | null, style: string, minor: number): StoreDomain['theme'] {
  return name === null ? undefined : { name, style, vendor: 'Sample Maker', version: `3.${minor}.1` };
}

function app(name: string, platform: string, n: number) {
  const token = name.toLowerCase().replace(/[^a-z]+/g, '-');
  // Every seventh was removed again: the API keeps such apps, with that state.
  return { id: `1.${token}`, token, platform, name, state: n % 7 === 6 ? 'Inactive' : 'Active' };
}

/** Some merchants have regional domains that are no shops of their own; some have two shops of the catalogue. */
function cluster(
  state: SampleState,
  bare: string,
): { cluster_domains?: string[]; cluster_best_ranked?: string } {
  const { index, host } = state;
  if (index % 11 === 4) {
    return { cluster_domains: [host, `de.${bare}`, `fr.${bare}`], cluster_best_ranked: host };
  }
  if (index % 50 !== 20 && index % 50 !== 21) return {};
  const first = sampleShop(index - (index % 50) + 20).host;
  const second = sampleShop(index - (index % 50) + 21).host;
  return { cluster_domains: [first, second], cluster_best_ranked: first };
}

function percentile(rank: number, of: number): number {
  return Math.max(0, Math.round((1 - rank / of) * 10_000) / 100);
}

function releaseTime(release: number): number {
  return firstRelease + (release - 1) * 7 * day;
}

/** As the API writes it: without a zone. */
function dateTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

function list<Item>(items: Item[]): Item[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** The API leaves absent attributes out. */
function present(domain: {
  name: string;
  state: string;
  platform: string;
  [attribute: string]: unknown;
}): StoreDomain {
  const { name, state, platform, ...rest } = domain;
  const known = Object.entries(rest).filter(([, value]) => value !== undefined);
  return { name, state, platform, ...Object.fromEntries(known) };
}
