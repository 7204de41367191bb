import type { ExpressionHelp } from './expression.contract.ts';
import { workedListExamples } from './worked-list-examples.ts';
import { workedTextExamples } from './worked-text-examples.ts';

/** Expressions for people to start from. Each one is run in a test on an invented store. */
export const workedExamples: ExpressionHelp['examples'] = [
  {
    title: 'Number of technologies',
    expression: 'has(_domain.technologies) ? _domain.technologies.size() : 0',
    resultType: 'number',
    explanation: 'Data without a value is left out of a store, so has() asks first whether it is there.',
  },
  {
    title: 'Number of installed apps',
    expression: [
      'has(_domain.apps)',
      '  ? _domain.apps.filter(app, !has(app.state) || app.state != "Inactive").size() : 0',
    ].join('\n'),
    resultType: 'number',
    explanation: 'Apps that were removed stay in the data as inactive, so those are left out.',
  },
  {
    title: 'Revenue band',
    expression: [
      'estimated_sales_yearly == null ? "Unknown" :',
      'estimated_sales_yearly < 1000000 ? "Under $1M" :',
      'estimated_sales_yearly < 10000000 ? "$1M to $10M" : "Over $10M"',
    ].join('\n'),
    resultType: 'text',
    explanation: 'Sorts stores by yearly sales in US dollars. Fits a single-option field as well.',
  },
  {
    title: 'Company size',
    expression: [
      'employee_count == null ? "Unknown" :',
      'employee_count <= 10 ? "Small" : employee_count <= 100 ? "Medium" : "Large"',
    ].join('\n'),
    resultType: 'text',
    explanation: 'A word for the number of employees. Change the limits to those of your team.',
  },
  {
    title: 'Sales per visit',
    expression: [
      'estimated_sales != null && estimated_visits != null && estimated_visits > 0',
      '  ? round(estimated_sales / estimated_visits, 2) : 0',
    ].join('\n'),
    resultType: 'number',
    explanation:
      'US dollars of monthly sales for each visit. Without the guard, no visits would be an error.',
  },
  {
    title: 'Sales per employee',
    expression: [
      'estimated_sales_yearly != null && employee_count != null && employee_count > 0',
      '  ? money(round(estimated_sales_yearly / employee_count, 0), "USD") : null',
    ].join('\n'),
    resultType: 'money',
    explanation: 'money() adds the currency that a monetary field needs. No value where a number is missing.',
  },
  {
    title: 'Yearly app spend',
    expression: 'monthly_app_spend == null ? null : money(monthly_app_spend * 12, "USD")',
    resultType: 'money',
    explanation:
      'Twelve times the monthly spend. Money variables are in whole dollars, those of _domain in cents.',
  },
  {
    title: 'Average price in the store’s currency',
    expression: [
      'has(_domain.avg_price) && has(_domain.currency_code)',
      '  ? money(_domain.avg_price / 100, _domain.currency_code) : null',
    ].join('\n'),
    resultType: 'money',
    explanation: 'Money in _domain counts hundredths, so it is divided by 100.',
  },
  {
    title: 'Days since the shop was created',
    expression: 'created_at == null ? null : daysBetween(created_at, now)',
    resultType: 'number',
    explanation: 'now is the moment of the run. It grows every day, so give the row a tolerance.',
  },
  {
    title: 'Call back a quarter after a plan change',
    expression: 'last_plan_change_at == null ? null : addDays(last_plan_change_at, 90)',
    resultType: 'date',
    explanation: 'A date 90 days after the shop last changed its plan.',
  },
  {
    title: 'New shop',
    expression: 'created_at != null && daysBetween(created_at, now) <= 365',
    resultType: 'yes_no',
    explanation: 'Yes for shops created in the last year.',
  },
  {
    title: 'Moved from another platform lately',
    expression: [
      'last_platform_change_at != null',
      '  && daysBetween(last_platform_change_at, now) <= 365',
    ].join('\n'),
    resultType: 'yes_no',
    explanation: 'Yes when the shop changed its platform in the last year.',
  },
  ...workedTextExamples,
  ...workedListExamples,
];
