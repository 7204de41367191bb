import { expressionFunctions } from '../../../server/expressions/functions.ts';
import {
  type ExpressionDraft,
  type ExpressionHelp,
  type ExpressionReport,
  expressionHelp,
  expressionReport,
} from '../../../server/mapping/calculated/expression.contract.ts';
import { workedExamples } from '../../../server/mapping/calculated/worked-examples.ts';
import { languageRules } from '../../../server/mapping/language-rules.ts';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';

/** A calculated value as somebody saved it. */
export function aValue(changes: Partial<CalculatedValueView> = {}): CalculatedValueView {
  return {
    name: 'number_of_technologies',
    label: 'Number of technologies',
    expression: 'has(_domain.technologies) ? _domain.technologies.size() : 0',
    resultType: 'number',
    examples: [],
    ...changes,
  };
}

/** What the editor offers. */
export function help(gate: ExpressionHelp['gate'] = { allowed: true, plans: ['enterprise'] }) {
  return expressionHelp.parse({
    variables: [
      { name: 'city', label: 'City', type: 'text', sample: 'Leipzig' },
      { name: 'estimated_sales', label: 'Estimated Sales', type: 'number', sample: '1248300' },
      { name: 'estimated_visits', label: 'Estimated Visits', type: 'number', sample: '384200' },
      { name: 'technologies', label: 'Technologies', type: 'list', sample: null },
    ],
    domainKeys: [
      { name: 'technologies', type: 'list of objects', sample: '[{"name":"Sample Analytics"}]' },
      { name: 'tld1', type: 'text', sample: 'lumenvale.example' },
    ],
    functions: expressionFunctions.map(({ name, form, signature, doc }) => ({
      name,
      form,
      signature,
      description: doc,
    })),
    examples: workedExamples,
    rules: languageRules,
    gate,
  });
}

const stores = ['lumenvale.example', 'fernandoak.example', 'smallpots.example'];
const nothing = { errorCode: null, errorMessage: null };

/** The answer to a draft: what is wrong, or its length for every store, an error for the last. */
export function reportOn(draft: ExpressionDraft, changes: Partial<ExpressionReport> = {}): ExpressionReport {
  const at = draft.expression.indexOf('oops');
  const text = String(draft.expression.length);
  if (at >= 0) {
    const message = 'There is nothing called “oops”.';
    const problems = [{ code: 'unknown_name', message, from: at, to: at + 4 }];
    return expressionReport.parse({ problems, type: null, results: [], examples: [], ...changes });
  }
  return expressionReport.parse({
    problems: [],
    type: 'int',
    results: stores.map((storeId, index) =>
      index === 2
        ? {
            storeId,
            storeName: storeId,
            text: null,
            errorCode: 'division_by_zero',
            errorMessage: 'Divides by zero.',
          }
        : { storeId, storeName: storeId, text: index === 1 ? null : text, ...nothing },
    ),
    examples: draft.examples.map(({ storeId, expected }) => {
      const now = storeId === stores[0] ? text : null;
      return { storeId, storeName: storeId, text: now, ...nothing, expected, met: (now ?? '') === expected };
    }),
    ...changes,
  });
}
