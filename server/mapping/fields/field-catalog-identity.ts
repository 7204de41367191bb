import { readCurrency, readDate, readList, readLongText, readText } from '../../catalog/read-domain.ts';
import {
  type CatalogRow,
  dateRow,
  listRow,
  longTextRow,
  shortListRow,
  textRow,
} from './field-catalog-row.ts';

/** Who the store is and which host names it answers to. */
export const identityRows: readonly CatalogRow[] = [
  listRow(
    { n: 1, key: 'aliases', label: 'Aliases', description: 'Other host names that serve the same store' },
    (domain) => readList(domain.aliases),
  ),
  listRow(
    {
      n: 10,
      key: 'cluster_domains',
      label: 'Cluster Domains',
      description: 'All domains run by the same merchant (regional shops)',
    },
    (domain) => readList(domain.cluster_domains),
  ),
  shortListRow(
    {
      n: 11,
      key: 'company_ids',
      label: 'Company IDs',
      description: 'Company registration numbers found on the site, with their prefix text',
    },
    (domain) => readList(domain['company_ids']),
  ),
  dateRow(
    {
      n: 14,
      key: 'created_at',
      label: 'Created',
      description: 'Date the online shop came into being',
      unit: 'ISO date-time, no zone',
    },
    (domain) => readDate(domain['created_at']),
  ),
  textRow(
    {
      n: 15,
      key: 'currency_code',
      label: 'Currency',
      description: 'Currency the shop sells in, three letters',
      unit: 'ISO 4217',
    },
    (domain) => readCurrency(domain['currency_code']),
  ),
  longTextRow(
    {
      n: 16,
      key: 'description',
      label: 'Description',
      description: 'Home-page meta description of the shop',
    },
    (domain) => readLongText(domain['description']),
  ),
  dateRow(
    {
      n: 35,
      key: 'last_updated_at',
      label: 'Last Crawled',
      description: 'Date of the last crawl of the site',
      unit: 'ISO date-time',
      // Moves with every release of every store, and on its own tells nobody anything.
      volatility: { kind: 'rides_along' },
    },
    (domain) => readDate(domain['last_updated_at']),
  ),
  textRow(
    { n: 41, key: 'merchant_name', label: 'Merchant Name', description: 'Display name of the merchant' },
    (domain) => readText(domain['merchant_name']),
  ),
  textRow(
    {
      n: 60,
      key: 'record_source',
      label: 'Record Source',
      description: 'Constant that names the data source',
    },
    () => 'Store Leads',
  ),
  textRow(
    {
      n: 68,
      key: 'state',
      label: 'Status',
      description: 'Life state of the shop',
      unit: 'Active | Inactive | Password Protected',
    },
    (domain) => readText(domain.state),
  ),
  textRow(
    {
      n: 69,
      key: 'name',
      label: 'Store Domain Name',
      description: 'DNS host of the shop',
      unit: 'host name',
    },
    (domain) => readText(domain.name),
  ),
  textRow(
    {
      n: 72,
      key: 'tld1',
      label: 'TLD+1',
      description: 'Registrable domain (public suffix plus one label)',
      unit: 'host name',
    },
    (domain) => readText(domain.tld1),
  ),
  textRow({ n: 82, key: 'title', label: 'Title', description: 'Home-page title tag' }, (domain) =>
    readText(domain['title']),
  ),
];
