import type { CalculatedResult } from '../../server/expressions/types.ts';

/** What each worked example gives: for the full store, for a bare one, and for a small one. */
export const expected: Record<
  string,
  { full: CalculatedResult; bare: CalculatedResult; small: CalculatedResult }
> = {
  'Number of technologies': { full: 2, bare: 0, small: 3 },
  'Number of installed apps': { full: 3, bare: 0, small: 1 },
  'Revenue band': { full: 'Over $10M', bare: 'Unknown', small: 'Under $1M' },
  'Company size': { full: 'Medium', bare: 'Unknown', small: 'Small' },
  'Sales per visit': { full: 5.68, bare: 0, small: 0 },
  'Sales per employee': {
    full: { amount: 458143, currency: 'USD' },
    bare: null,
    small: { amount: 30000, currency: 'USD' },
  },
  'Yearly app spend': { full: { amount: 4950, currency: 'USD' }, bare: null, small: null },
  'Average price in the store’s currency': {
    full: { amount: 49.99, currency: 'EUR' },
    bare: null,
    small: { amount: 20, currency: 'GBP' },
  },
  'Days since the shop was created': { full: 3112, bare: null, small: 318 },
  'Call back a quarter after a plan change': { full: '2024-05-29', bare: null, small: null },
  'New shop': { full: 'No', bare: 'No', small: 'Yes' },
  'Moved from another platform lately': { full: 'No', bare: 'No', small: 'Yes' },
  'Is on Shopify Plus': { full: 'Yes', bare: 'No', small: 'No' },
  'Domain without www': { full: 'fernandoak.example', bare: 'bare.example', small: 'smallpots.example' },
  'Has an email address': { full: 'Yes', bare: 'No', small: 'Yes' },
  'Name to greet with': { full: 'Fern & Oak', bare: 'bare.example', small: 'smallpots.example' },
  'Country and city in one': { full: 'Portland, US', bare: '', small: 'GB' },
  'Sales region': { full: 'North America', bare: 'Other', small: 'UK and Ireland' },
  'Sells to the European Union': { full: 'Yes', bare: 'No', small: 'No' },
  'Growing on TikTok': { full: 'No', bare: 'No', small: 'Yes' },
  'Biggest social channel': { full: 'TikTok', bare: 'None', small: 'YouTube' },
  'Lead score': { full: 100, bare: 0, small: 40 },
  'Clean shop title': { full: 'Fern & Oak', bare: null, small: 'Small Pots' },
  'Company mailbox': { full: 'Yes', bare: 'No', small: 'No' },
  'Uses Klaviyo': { full: 'No', bare: 'No', small: 'Yes' },
  'Uses a competitor of ours': { full: 'No', bare: 'No', small: 'Yes' },
  'Email technologies in use': { full: '', bare: '', small: 'Klaviyo, Mailchimp' },
  'Main categories': { full: ['Home & Garden', 'Apparel'], bare: [], small: ['Home & Garden'] },
  'First three Shopify apps': { full: ['Sample Feed', 'Sample Reviews'], bare: [], small: ['Mailkite'] },
  'Number of shops of the merchant': { full: 2, bare: 1, small: 1 },
};
