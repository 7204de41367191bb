import type { StoreView } from './catalog.contract.ts';
import {
  contactsOfType,
  installedApps,
  isObject,
  readCount,
  readCurrency,
  readDate,
  readEmails,
  readHundredths,
  readList,
  readNames,
  readPhones,
  readText,
} from './read-domain.ts';
import { socialUrl } from './social-profile.ts';
import type { StoreDomain, StoreRecord } from './store.ts';

/** A store as screens show it: money in major units, odd or absent data null or empty. Never throws. */
export function toStoreView({ id, domain }: StoreRecord): StoreView {
  const price = readHundredths(domain['avg_price']);
  const currency = readCurrency(domain['currency_code']);
  const sales = readHundredths(domain['estimated_sales']);
  return {
    id,
    name: domain.name,
    url: `https://${domain.name}`,
    merchantName: readText(domain['merchant_name']),
    title: readText(domain['title']),
    state: readText(domain.state) ?? '',
    platform: readText(domain.platform) ?? '',
    plan: readText(domain['plan']),
    countryCode: readText(domain['country_code']),
    location: location(domain),
    categories: readList(domain.categories) ?? [],
    rank: readCount(domain.rank, { min: 1 }),
    // Sales estimates are in US dollars whatever currency the shop sells in.
    estimatedSales: sales === null ? null : { amount: sales, currency: 'USD' },
    estimatedVisits: readCount(domain['estimated_visits']),
    productCount: readCount(domain['product_count']),
    averagePrice: price === null || currency === null ? null : { amount: price, currency },
    employeeCount: readCount(domain['employee_count']),
    createdAt: readDate(domain['created_at']),
    lastUpdatedAt: readDate(domain['last_updated_at']),
    technologies: readNames(domain.technologies) ?? [],
    apps: readNames(installedApps(domain, readText(domain.platform)?.toLowerCase() ?? '')) ?? [],
    clusterDomains: readList(domain.cluster_domains) ?? [],
    emails: readEmails(domain) ?? [],
    phones: readPhones(domain) ?? [],
    social: social(domain),
  };
}

function location(domain: StoreDomain): string | null {
  const given = readText(domain['location']);
  if (given !== null) return given;
  const parts = ['city', 'administrative_area_level_1', 'country_code'].map((part) => readText(domain[part]));
  return parts.filter((part) => part !== null).join(', ') || null;
}

const networks = ['facebook', 'instagram', 'tiktok', 'youtube', 'twitter', 'pinterest', 'linkedin'];

/** One profile a network, the first the record has. */
function social(domain: StoreDomain): StoreView['social'] {
  return networks.flatMap((network) => {
    const [contact] = contactsOfType(domain, network);
    const url = isObject(contact) ? socialUrl(network, contact['value']) : null;
    return url === null ? [] : [{ network, url, followers: readCount(contact?.followers) }];
  });
}
