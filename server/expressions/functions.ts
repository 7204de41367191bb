import type { ExpressionFunction } from './function-doc.ts';
import { dateFunctions } from './functions-dates.ts';
import { listFunctions } from './functions-lists.ts';
import { textFunctions } from './functions-text.ts';
import { valueFunctions } from './functions-values.ts';

/** Every function there is; what is not listed here is refused. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...valueFunctions,
  ...textFunctions,
  ...dateFunctions,
  ...listFunctions,
];

/** True when the name can be called in this form. */
export function isKnownFunction(name: string, form: 'function' | 'method'): boolean {
  return (form === 'function' ? functionNames : methodNames).has(name);
}

const namesOf = (form: 'function' | 'method') =>
  new Set(
    expressionFunctions.filter((one) => one.form === form || one.form === 'both').map(({ name }) => name),
  );
const functionNames = namesOf('function');
const methodNames = namesOf('method');
