import {
  installedApps,
  isObject,
  readDate,
  readKnownText,
  readList,
  readNames,
  readText,
} from '../../catalog/read-domain.ts';
import type { StoreDomain } from '../../catalog/store.ts';
import { type CatalogRow, dateRow, listRow, textRow } from './field-catalog-row.ts';

const dateTime = 'ISO date-time';

/** What the store runs on: platform, plan, theme, apps and technologies. */
export const platformRows: readonly CatalogRow[] = [
  textRow(
    {
      n: 17,
      key: 'plan',
      label: 'Ecommerce Plan',
      description: "Name of the merchant's plan at its ecommerce platform",
    },
    (domain) => readText(domain['plan']),
  ),
  listRow(
    {
      n: 30,
      key: 'features',
      label: 'Features',
      description: 'Detected shop capabilities (for example Shopify Pay)',
    },
    (domain) => readList(domain['features']),
  ),
  dateRow(
    {
      n: 36,
      key: 'last_plan_change_at',
      label: 'Last Plan Change',
      description: 'Date of the last platform-plan change',
      unit: dateTime,
    },
    (domain) => readDate(domain['last_plan_change_at']),
  ),
  textRow(
    {
      n: 37,
      key: 'last_platform',
      label: 'Last Platform',
      description: 'Ecommerce platform used before the present one',
    },
    (domain) => readText(domain['last_platform']),
  ),
  dateRow(
    {
      n: 38,
      key: 'last_platform_change_at',
      label: 'Last Platform Change',
      description: 'Date of the move from the previous platform',
      unit: dateTime,
    },
    (domain) => readDate(domain['last_platform_change_at']),
  ),
  listRow(
    {
      n: 40,
      key: 'magento_apps',
      label: 'Magento Apps',
      description: 'Names of installed Magento extensions',
    },
    (domain) => readNames(installedApps(domain, 'magento')),
  ),
  textRow(
    { n: 51, key: 'platform', label: 'Platform', description: 'Ecommerce platform, lower-case id' },
    (domain) => readText(domain.platform)?.toLowerCase() ?? null,
  ),
  textRow(
    {
      n: 52,
      key: 'platform_domain',
      label: 'Platform Domain',
      description: 'Internal host the platform gives the shop',
    },
    (domain) => readText(domain.platform_domain),
  ),
  listRow(
    { n: 64, key: 'shopify_app_ids', label: 'Shopify App IDs', description: 'Ids of installed Shopify apps' },
    (domain) => readList(installedApps(domain, 'shopify').map((app) => readText(app.token) ?? app.id)),
  ),
  listRow(
    {
      n: 65,
      key: 'shopify_app_names',
      label: 'Shopify App Names',
      description: 'Names of installed Shopify apps',
    },
    (domain) => readNames(installedApps(domain, 'shopify')),
  ),
  listRow(
    {
      n: 73,
      key: 'technologies',
      label: 'Technologies',
      description: 'Third-party technologies detected on the site',
    },
    (domain) => readNames(domain.technologies),
  ),
  textRow(
    { n: 74, key: 'theme', label: 'Theme', description: "Name of the shop's current theme" },
    (domain) =>
      // Old data has the name itself where newer data has an object.
      typeof domain.theme === 'string' ? readKnownText(domain.theme) : themePart(domain, 'name'),
  ),
  textRow(
    { n: 75, key: 'theme_style', label: 'Theme Style', description: 'Style variant of the theme' },
    (domain) => themePart(domain, 'style'),
  ),
  textRow(
    { n: 76, key: 'theme_vendor', label: 'Theme Vendor', description: 'Maker of the theme' },
    (domain) => themePart(domain, 'vendor'),
  ),
  textRow(
    { n: 77, key: 'theme_version', label: 'Theme Version', description: 'Version of the theme' },
    (domain) => themePart(domain, 'version'),
  ),
];

function themePart(domain: StoreDomain, part: 'name' | 'style' | 'vendor' | 'version'): string | null {
  return isObject(domain.theme) ? readKnownText(domain.theme[part]) : null;
}
