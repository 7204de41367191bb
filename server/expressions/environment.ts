import { Environment } from 'cel-js';
import { registerDateFunctions } from './date-functions.ts';
import { limits } from './limits.ts';
import { registerListFunctions } from './list-functions.ts';
import { registerNumberFunctions } from './number-functions.ts';
import { registerTextFunctions } from './text-functions.ts';
import type { Variable } from './types.ts';

const engineLimits = {
  maxAstNodes: limits.nodes,
  maxDepth: limits.depth,
  maxListElements: limits.listElements,
  maxMapEntries: limits.listElements,
};

const engineTypes: Record<Variable['type'], string> = {
  text: 'string',
  number: 'double',
  date: 'string',
  list: 'list<string>',
  money: 'map',
};

const base = createBase({ unlistedVariablesAreDyn: false });

/** Where expressions run: variables may be null or of any kind, as they are known by their names only. */
export const runEnvironment = createBase({ unlistedVariablesAreDyn: true });

const checkEnvironments = new WeakMap<readonly Variable[], Environment>();

/**
 * Where expressions are checked: unknown names are refused and variables have their types. Kept by the list itself.
 * @throws Error for a variable that is there twice, or named as something of the language (`list`, `now`, `in` …)
 */
export function checkEnvironment(variables: readonly Variable[]): Environment {
  const known = checkEnvironments.get(variables);
  if (known) return known;
  const env = base.clone();
  for (const { name, type } of variables) {
    env.registerVariable(name, engineTypes[type]);
  }
  checkEnvironments.set(variables, env);
  return env;
}

function createBase(options: { unlistedVariablesAreDyn: boolean }): Environment {
  const env = new Environment({
    ...options,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: engineLimits,
  });
  registerTextFunctions(env);
  registerNumberFunctions(env);
  registerDateFunctions(env);
  registerListFunctions(env);
  registerNumberOperators(env);
  // Variables that are absent are null: comparing them with null is what people do about it.
  for (const type of ['string', 'double', 'int', 'bool', 'list', 'map', 'google.protobuf.Timestamp']) {
    env.registerOperator(`${type} == null`, (a: unknown, b: unknown) => a === b);
  }
  env.registerVariable('_domain', 'map');
  env.registerVariable('now', 'google.protobuf.Timestamp');
  return env;
}

/**
 * Numbers of a store are doubles and `100` is an int: strict CEL refuses to calculate with both, a spreadsheet does not.
 * People do not see which is which, so a division never drops decimals: lower.ts makes every divisor a double, and
 * 7 / 2 is 3.5 where CEL gives 3.
 */
function registerNumberOperators(env: Environment): void {
  for (const [left, right] of [
    ['double', 'int'],
    ['int', 'double'],
  ]) {
    env.registerOperator(`${left} + ${right}: double`, (a: Numeric, b: Numeric) => Number(a) + Number(b));
    env.registerOperator(`${left} - ${right}: double`, (a: Numeric, b: Numeric) => Number(a) - Number(b));
    env.registerOperator(`${left} * ${right}: double`, (a: Numeric, b: Numeric) => Number(a) * Number(b));
    env.registerOperator(`${left} / ${right}: double`, (a: Numeric, b: Numeric) => Number(a) / Number(b));
    env.registerOperator(`${left} % ${right}: double`, (a: Numeric, b: Numeric) => Number(a) % Number(b));
  }
  env.registerOperator('double == int', (a: Numeric, b: Numeric) => Number(a) === Number(b));
  env.registerOperator('double % double: double', (a: number, b: number) => a % b);
}

type Numeric = number | bigint;
