import type { ExpressionHelp } from './expression.contract.ts';

/** Worked examples on texts, yes and no, and scores. */
export const workedTextExamples: ExpressionHelp['examples'] = [
  {
    title: 'Is on Shopify Plus',
    expression: 'platform == "shopify" && plan == "Shopify Plus"',
    resultType: 'yes_no',
    explanation: 'Both have to be true. A missing plan counts as no.',
  },
  {
    title: 'Domain without www',
    expression: '_domain.name.startsWith("www.") ? _domain.name.substring(4) : _domain.name',
    resultType: 'text',
    explanation: 'The host name as people say it.',
  },
  {
    title: 'Has an email address',
    expression: 'email != null',
    resultType: 'yes_no',
    explanation: 'A variable without a value is null.',
  },
  {
    title: 'Name to greet with',
    expression: 'coalesce(merchant_name, tld1, name)',
    resultType: 'text',
    explanation: 'The first of these that has a value.',
  },
  {
    title: 'Country and city in one',
    expression: '[city, country_code].filter(part, part != null).join(", ")',
    resultType: 'text',
    explanation: 'Leaves out what is missing, so there is never a comma alone.',
  },
  {
    title: 'Sales region',
    expression: [
      'country_code in ["DE", "AT", "CH"] ? "DACH" :',
      'country_code in ["GB", "IE"] ? "UK and Ireland" :',
      'country_code in ["US", "CA"] ? "North America" : "Other"',
    ].join('\n'),
    resultType: 'text',
    explanation: 'Sorts stores into territories by country.',
  },
  {
    title: 'Sells to the European Union',
    expression: [
      'country_code in ["AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PL", "PT", "SE"]',
      '  || currency_code == "EUR"',
    ].join('\n'),
    resultType: 'yes_no',
    explanation: 'One of some countries, or prices in euros.',
  },
  {
    title: 'Growing on TikTok',
    expression: [
      'tiktok_followers != null && tiktok_followers_30d != null && tiktok_followers > 0',
      '  && tiktok_followers_30d / tiktok_followers >= 0.05',
    ].join('\n'),
    resultType: 'yes_no',
    explanation: 'Yes when followers grew by five per cent or more in 30 days.',
  },
  {
    title: 'Biggest social channel',
    expression: [
      'max(coalesce(tiktok_followers, 0), coalesce(youtube_followers, 0), coalesce(twitter_followers, 0)) == 0',
      '  ? "None"',
      '  : coalesce(tiktok_followers, 0) >= max(coalesce(youtube_followers, 0), coalesce(twitter_followers, 0))',
      '    ? "TikTok"',
      '    : coalesce(youtube_followers, 0) >= coalesce(twitter_followers, 0) ? "YouTube" : "X"',
    ].join('\n'),
    resultType: 'text',
    explanation: 'Compares follower counts. Networks without a count are taken as zero.',
  },
  {
    title: 'Lead score',
    expression: [
      '(platform == "shopify" ? 20 : 0)',
      '  + (estimated_sales_yearly != null && estimated_sales_yearly >= 1000000 ? 40 : 0)',
      '  + (employee_count != null && employee_count >= 20 ? 20 : 0)',
      '  + (email != null ? 20 : 0)',
    ].join('\n'),
    resultType: 'number',
    explanation: 'Points for what matters to you, 100 at most.',
  },
  {
    title: 'Clean shop title',
    expression: 'title == null ? null : title.split("|")[0].trim()',
    resultType: 'text',
    explanation: 'What stands before the first upright line of the home page’s title.',
  },
  {
    title: 'Company mailbox',
    expression: 'email != null && email.matches("^(info|hello|contact|sales|support)@")',
    resultType: 'yes_no',
    explanation: 'Yes for shared addresses such as hello@. matches() takes a regular expression.',
  },
];
