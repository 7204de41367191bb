import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';

/** A number as the engine has it: ints are bigints, doubles are numbers. */
export type Numeric = number | bigint;

export type Register = (signature: string, handler: (...args: never[]) => unknown) => void;

/**
 * Registers functions by signature. `number` in a signature stands for int and double: numbers of a store are doubles, and
 * people use them as counts and positions too.
 */
export function registerFor(env: Environment): Register {
  return (signature, handler) => {
    for (const exact of withKinds(signature)) env.registerFunction(exact, handler, { async: false });
  };
}

function withKinds(signature: string): string[] {
  if (!/\bnumber\b/.test(signature)) return [signature];
  return ['int', 'double'].flatMap((kind) => withKinds(signature.replace(/\bnumber\b/, kind)));
}

/**
 * A count or position.
 * @throws ExpressionError `index_out_of_range` below zero, `wrong_arguments` with decimals
 */
export function toPosition(value: Numeric): number {
  const position = Number(value);
  if (!Number.isSafeInteger(position)) throw new ExpressionError('wrong_arguments');
  if (position < 0) throw new ExpressionError('index_out_of_range');
  return position;
}
