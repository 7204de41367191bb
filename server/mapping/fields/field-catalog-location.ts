import { readText } from '../../catalog/read-domain.ts';
import type { StoreDomain } from '../../catalog/store.ts';
import { type CatalogRow, textRow } from './field-catalog-row.ts';
import { stateCode } from './state-code.ts';

/** Where the merchant sits. */
export const locationRows: readonly CatalogRow[] = [
  textRow({ n: 9, key: 'city', label: 'City', description: 'Merchant city' }, (domain) =>
    readText(domain['city']),
  ),
  textRow(
    {
      n: 13,
      key: 'country_code',
      label: 'Country Code',
      description: 'Merchant country, two letters',
      unit: 'ISO 3166-1 alpha-2',
    },
    country,
  ),
  textRow(
    {
      n: 32,
      key: 'full_address',
      label: 'Full Address',
      description: 'One-line address made of the parts known',
    },
    fullAddress,
  ),
  textRow(
    {
      n: 66,
      key: 'administrative_area_level_1',
      label: 'State',
      description: 'State or province of the merchant',
    },
    (domain) => readText(domain['administrative_area_level_1']),
  ),
  textRow(
    {
      n: 67,
      key: 'state_code',
      label: 'State Code',
      description: 'Short code for that state or province',
      unit: 'ISO 3166-2 subdivision part',
    },
    (domain) => stateCode(country(domain), readText(domain['administrative_area_level_1'])),
  ),
  textRow(
    { n: 71, key: 'street_address', label: 'Street Address', description: 'Street line of the merchant' },
    (domain) => readText(domain['street_address']),
  ),
  textRow({ n: 95, key: 'zip', label: 'Zip', description: 'Postal code of the merchant' }, zip),
];

function country(domain: StoreDomain): string | null {
  const code = readText(domain['country_code'])?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) ? code : null;
}

function zip(domain: StoreDomain): string | null {
  return readText(domain['zip']) ?? readText(domain['postal_code']);
}

function fullAddress(domain: StoreDomain): string | null {
  const parts = [
    readText(domain['street_address']),
    readText(domain['city']),
    readText(domain['administrative_area_level_1']),
    zip(domain),
    country(domain),
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(', ') : readText(domain['location']);
}
