import type { PlanName } from '../../accounts/accounts.contract.ts';
import { planAllows, plansFor } from '../../accounts/gates.ts';
import { catalogField, fieldCatalog } from '../fields/field-catalog.ts';
import { type MappingProblem, mostCalculatedText } from '../mapping.contract.ts';
import { type CalculatedValue, calculatedSource } from '../mapping.ts';
import { checkedExpression } from './checked-expression.ts';

/**
 * What keeps calculated values from being saved. Expressions are checked where they are new or changed: only then the
 * plan has to include them, too, so that a downgrade leaves the others as they are (and not calculated). Pure.
 */
export function calculatedProblems(
  before: readonly CalculatedValue[],
  after: readonly CalculatedValue[],
  plan: PlanName,
): MappingProblem[] {
  const problems: MappingProblem[] = [];
  const names = new Set<string>();
  const labels = new Set(catalogLabels);
  if (JSON.stringify(after).length > mostCalculatedText) {
    problems.push({ code: 'too_much_text', objectType: null, source: null, message: tooMuchText });
  }
  for (const value of after) {
    const source = calculatedSource(value.name);
    const add = (code: string, message: string) => problems.push({ code, objectType: null, source, message });
    if (names.has(value.name) || catalogField.has(value.name)) add('duplicate_name', nameTaken);
    else if (labels.has(plain(value.label))) add('duplicate_name', labelTaken);
    names.add(value.name);
    labels.add(plain(value.label));
    if (isAsBefore(value, before)) continue;
    if (!planAllows(plan, 'calculated_values')) add('plan_required', planRequired);
    const checked = checkedExpression(value);
    if (!checked.ok) add('bad_expression', checked.problems[0]?.message ?? 'This cannot be calculated.');
  }
  return problems;
}

function isAsBefore(
  { name, expression, resultType }: CalculatedValue,
  before: readonly CalculatedValue[],
): boolean {
  return before.some(
    (old) => old.name === name && old.expression === expression && old.resultType === resultType,
  );
}

const plain = (label: string): string => label.trim().toLowerCase();
const catalogLabels: readonly string[] = fieldCatalog.map(({ label }) => plain(label));

const tooMuchText =
  'The calculated values and their examples are too long together. Shorten some, or delete examples.';
const nameTaken = 'Another value has this name. Give it a name of its own.';
const labelTaken =
  'Another value is called the same, so their fields in Pipedrive would be too. Choose another label.';
const planRequired = `Your Store Leads plan does not include calculated values. Plans that do: ${plansFor(
  'calculated_values',
).join(', ')}.`;
