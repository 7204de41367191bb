import { listFunctions } from './functions-lists.ts';
import { textFunctions } from './functions-text.ts';
import { valueFunctions } from './functions-values.ts';

/** A function people can use, as the editor offers it. */
export type ExpressionFunction = {
  /** As written: `upper`, `math.floor`. */
  name: string;
  /** `function`: `name(x)`; `method`: `x.name()`; `both`: either. */
  form: 'function' | 'method' | 'both';
  /** The call with what it takes and gives, in words people know. */
  signature: string;
  /** One line. */
  doc: string;
  /** An example that needs no store, and what it gives as JSON. */
  example: string;
  gives: unknown;
};

/** Every function there is; what is not listed here is refused. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...valueFunctions,
  ...textFunctions,
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
