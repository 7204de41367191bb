import type { ExpressionHelp } from './expression.contract.ts';

/** Worked examples on lists. */
export const workedListExamples: ExpressionHelp['examples'] = [
  {
    title: 'Uses Klaviyo',
    expression: [
      'has(_domain.technologies)',
      '  && _domain.technologies.exists(technology, technology.name == "Klaviyo")',
    ].join('\n'),
    resultType: 'yes_no',
    explanation: 'Looks for one technology by its name.',
  },
  {
    title: 'Uses a competitor of ours',
    expression: [
      'has(_domain.apps) && _domain.apps.exists(app,',
      '  has(app.state) && app.state == "Active" && app.name in ["Reviewbird", "Mailkite", "Parcelpal Returns"])',
    ].join('\n'),
    resultType: 'yes_no',
    explanation: 'Put in the names of the apps that compete with you. Removed apps do not count.',
  },
  {
    title: 'Email technologies in use',
    expression: [
      'has(_domain.technologies)',
      '  ? _domain.technologies',
      '      .filter(technology, technology.name in ["Klaviyo", "Mailchimp", "Omnisend"])',
      '      .map(technology, technology.name).join(", ")',
      '  : ""',
    ].join('\n'),
    resultType: 'text',
    explanation: 'Takes some items of a list and writes their names as one text.',
  },
  {
    title: 'Main categories',
    expression: [
      'has(_domain.categories)',
      '  ? _domain.categories.map(path, path.split("/")[1]).distinct() : []',
    ].join('\n'),
    resultType: 'list',
    explanation: 'The first part of each category path, each once. Fits a field with multiple options.',
  },
  {
    title: 'First three Shopify apps',
    expression: [
      'shopify_app_names == null ? []',
      '  : shopify_app_names.sort().slice(0, min(3, shopify_app_names.size()))',
    ].join('\n'),
    resultType: 'list',
    explanation: 'In the order of the alphabet. slice() must not reach past the end, hence min().',
  },
  {
    title: 'Number of shops of the merchant',
    expression: 'has(_domain.cluster_domains) ? _domain.cluster_domains.size() : 1',
    resultType: 'number',
    explanation: 'Regional shops of one merchant form a cluster. A shop without one stands alone.',
  },
];
