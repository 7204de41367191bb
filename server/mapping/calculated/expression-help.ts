import type { StoreRecord } from '../../catalog/store.ts';
import { expressionFunctions } from '../../expressions/functions.ts';
import type { CalculatedResult } from '../../expressions/types.ts';
import { catalogField } from '../fields/field-catalog.ts';
import { languageRules } from '../language-rules.ts';
import { domainKeys } from './domain-keys.ts';
import type { ExpressionHelp } from './expression.contract.ts';
import type { ExpressionDeps } from './expression-deps.ts';
import { expressionVariables, variableValues } from './expression-variables.ts';
import { resultText } from './result-text.ts';
import { workedExamples } from './worked-examples.ts';

const sampleSize = 5;
const sampleLength = 80;

/**
 * What the editor offers. Samples are of the company's own matches, each from the first that has a value; before
 * the first scan there are none.
 */
export async function expressionHelp(deps: ExpressionDeps, companyId: number): Promise<ExpressionHelp> {
  const [gate, stores] = await Promise.all([deps.gate(companyId), deps.sampleStores(companyId, sampleSize)]);
  const names = expressionVariables.map(({ name }) => name);
  const values = stores.map(({ domain }) => variableValues(domain, names));
  return {
    variables: expressionVariables.map(({ name, type }) => ({
      name,
      label: catalogField.get(name)?.label ?? name,
      type,
      sample: firstText(values.map((row) => row[name] ?? null)),
    })),
    domainKeys: domainKeys.map(({ name, type }) => ({ name, type, sample: sampleOf(stores, name) })),
    functions: expressionFunctions.map(({ name, form, signature, doc }) => ({
      name,
      form,
      signature,
      description: doc,
    })),
    examples: [...workedExamples],
    rules: [...languageRules],
    gate,
  };
}

function firstText(values: CalculatedResult[]): string | null {
  const text = values.map(resultText).find((one) => one !== null && one !== '');
  return text === undefined || text === null ? null : short(text);
}

/** Objects and lists as they are written in expressions, so that their parts are known too. */
function sampleOf(stores: StoreRecord[], key: string): string | null {
  const value = stores.map(({ domain }) => domain[key]).find((one) => one !== undefined && one !== null);
  return value === undefined ? null : short(typeof value === 'string' ? value : JSON.stringify(value));
}

const short = (text: string) => (text.length > sampleLength ? `${text.slice(0, sampleLength - 1)}…` : text);
