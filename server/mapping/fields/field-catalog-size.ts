import { readCount, readHundredths, readNumber } from '../../catalog/read-domain.ts';
import type { Volatility } from '../mapping.ts';
import { type CatalogRow, moneyRow, numberRow } from './field-catalog-row.ts';

/*
 * These move a little nearly every week. The shares are wide enough for the weekly noise of an estimate and
 * narrow enough that a person reading the field is not misled.
 */
const estimate: Volatility = { kind: 'tolerance', share: 0.2 };
const rank: Volatility = { kind: 'tolerance', share: 0.2 };
// 5 to 10 points of the 100: far down the list a small change of rank moves a percentile by several.
const percentile: Volatility = { kind: 'tolerance', share: 0.05, plus: 100 };

/** How big the store is: traffic, sales, people, rank. */
export const sizeRows: readonly CatalogRow[] = [
  numberRow(
    {
      n: 20,
      key: 'employee_count',
      label: 'Employee Count',
      description: 'Head count of the company behind the shop',
      unit: 'people',
    },
    (domain) => readCount(domain['employee_count']),
  ),
  numberRow(
    {
      n: 21,
      key: 'estimated_page_views',
      label: 'Estimated Page Views',
      description: 'Monthly page views, estimated',
      unit: 'page views / month',
      volatility: estimate,
    },
    (domain) => readCount(domain['estimated_page_views']),
  ),
  moneyRow(
    {
      n: 22,
      key: 'estimated_sales',
      label: 'Estimated Sales (monthly)',
      description: 'Monthly sales, estimated from traffic',
      unit: 'API: USD cents / month; CRM: USD',
      volatility: estimate,
    },
    (domain) => dollars(domain['estimated_sales']),
  ),
  moneyRow(
    {
      n: 23,
      key: 'estimated_sales_yearly',
      label: 'Estimated Sales (yearly)',
      description: 'Yearly sales, estimated from traffic',
      unit: 'API: USD cents / year; CRM: USD',
      volatility: estimate,
    },
    (domain) => dollars(domain['estimated_sales_yearly']),
  ),
  numberRow(
    {
      n: 24,
      key: 'estimated_visits',
      label: 'Estimated Visits',
      description: 'Monthly visits, estimated',
      unit: 'visits / month',
      volatility: estimate,
    },
    (domain) => readCount(domain['estimated_visits']),
  ),
  numberRow(
    {
      n: 42,
      key: 'monthly_app_spend',
      label: 'Monthly App Spend',
      description: 'Estimated monthly spend on ecommerce apps',
      unit: 'API: USD cents / month; CRM: USD (seed type is a plain number)',
    },
    (domain) => readHundredths(domain['monthly_app_spend']),
  ),
  numberRow(
    {
      n: 53,
      key: 'platform_rank',
      label: 'Platform Rank',
      description: 'Popularity rank among shops on the same platform (1 is best)',
      unit: 'rank',
      volatility: rank,
    },
    (domain) => readCount(domain['platform_rank'], { min: 1 }),
  ),
  numberRow(
    {
      n: 54,
      key: 'platform_rank_percentile',
      label: 'Platform Rank Percentile',
      description: 'Percentile of the platform rank',
      unit: '0-100',
      volatility: percentile,
    },
    (domain) => readNumber(domain['platform_rank_percentile'], { max: 100 }),
  ),
  numberRow(
    {
      n: 58,
      key: 'rank',
      label: 'Rank',
      description: 'Popularity rank among all shops (1 is best)',
      unit: 'rank',
      volatility: rank,
    },
    (domain) => readCount(domain.rank, { min: 1 }),
  ),
  numberRow(
    {
      n: 59,
      key: 'rank_percentile',
      label: 'Rank Percentile',
      description: 'Percentile of the overall rank',
      unit: '0-100',
      volatility: percentile,
    },
    (domain) => readNumber(domain['rank_percentile'], { max: 100 }),
  ),
];

/** Sales estimates are in US dollars whatever currency the shop sells in. */
function dollars(hundredths: unknown): { amount: number; currency: string } | null {
  const amount = readHundredths(hundredths);
  return amount === null ? null : { amount, currency: 'USD' };
}
