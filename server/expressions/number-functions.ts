import type { Environment } from 'cel-js';
import { ExpressionError } from './expression-error.ts';
import { type Numeric, type Register, registerFor } from './register.ts';

const kinds = ['int', 'double'] as const;

const noNumbers = [
  ...['string', 'bool', 'null', 'bytes', 'list', 'map', 'type', 'optional'],
  ...['google.protobuf.Timestamp', 'google.protobuf.Duration'],
];

/** Names the functions `math.…` hang on. */
class MathNamespace {}

/** Number functions. A number of a store is a double, a number written without a point is an int; both go everywhere. */
export function registerNumberFunctions(env: Environment): void {
  const register = registerFor(env);

  register('_int(int): int', (value: bigint) => value);
  register('_int(double): int', (value: number) => toInt(Math.trunc(value)));
  register('_int(uint): int', (value: object) => bounded(BigInt(String(value))));
  register('_int(string): int', readInt);
  register('_double(double): double', (value: number) => value);
  register('_double(int): double', (value: bigint) => Number(value));
  register('_double(uint): double', (value: object) => Number(value));
  register('_double(string): double', readDouble);

  // What stands below a division line. The types of all but numbers stay, for the check to refuse the division in words.
  register('_divisor(int): double', (value: bigint) => Number(value));
  register('_divisor(double): double', (value: number) => value);
  register('_divisor(uint): uint', (value: object) => value);
  for (const type of noNumbers) {
    register(`_divisor(${type}): ${type}`, () => {
      throw new ExpressionError(type === 'null' ? 'no_value' : 'wrong_types');
    });
  }

  env.registerType('MathNamespace', MathNamespace);
  env.registerConstant('math', 'MathNamespace', new MathNamespace());
  for (const kind of kinds) {
    for (const [name, handler] of Object.entries(rounding)) {
      register(`${name}(${kind}): ${kind}`, (value: Numeric) => keepKind(value, handler));
      register(`MathNamespace.${name}(${kind}): ${kind}`, (_: unknown, value: Numeric) =>
        keepKind(value, handler),
      );
    }
    register(`MathNamespace.trunc(${kind}): ${kind}`, (_: unknown, value: Numeric) =>
      keepKind(value, Math.trunc),
    );
    register(`MathNamespace.sign(${kind}): ${kind}`, (_: unknown, value: Numeric) =>
      keepKind(value, Math.sign),
    );
    register(`MathNamespace.sqrt(${kind}): double`, (_: unknown, value: Numeric) => Math.sqrt(Number(value)));
    register(`MathNamespace.isNaN(${kind}): bool`, (_: unknown, value: Numeric) =>
      Number.isNaN(Number(value)),
    );
    register(`MathNamespace.isInf(${kind}): bool`, (_: unknown, value: Numeric) => isInfinite(Number(value)));
    register(`MathNamespace.isFinite(${kind}): bool`, (_: unknown, value: Numeric) =>
      Number.isFinite(Number(value)),
    );
  }
  register('round(number, number): double', roundTo);
  registerExtremes(register);
}

/** `min`, `max` and their CEL names, over two to six numbers. Over a list: list-functions.ts. */
function registerExtremes(register: Register): void {
  for (let count = 1; count <= 6; count++) {
    const numbers = Array.from({ length: count }, () => 'dyn').join(', ');
    const extreme =
      (want: 'least' | 'greatest') =>
      (_: unknown, ...values: unknown[]) =>
        extremeOf(values.length === 1 && Array.isArray(values[0]) ? values[0] : values, want);
    register(`MathNamespace.least(${numbers}): dyn`, extreme('least'));
    register(`MathNamespace.greatest(${numbers}): dyn`, extreme('greatest'));
    register(`min(${numbers}): dyn`, (...values: unknown[]) => extreme('least')(null, ...values));
    register(`max(${numbers}): dyn`, (...values: unknown[]) => extreme('greatest')(null, ...values));
  }
}

/** The least or greatest of some numbers. Empty values are an error: a missing number is not zero. */
function extremeOf(values: readonly unknown[], want: 'least' | 'greatest'): Numeric {
  const [first, ...rest] = values.map(toNumeric);
  if (first === undefined) throw new ExpressionError('no_value');
  return rest.reduce((best, next) => ((want === 'least' ? next < best : next > best) ? next : best), first);
}

/** @throws ExpressionError `no_value` for null, `wrong_arguments` for what is no number */
export function toNumeric(value: unknown): Numeric {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  throw new ExpressionError(value === null ? 'no_value' : 'wrong_arguments');
}

const isInfinite = (value: number) =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;

const rounding: Record<string, (value: number) => number> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  // Away from zero at the half, as spreadsheets and CEL do; Math.round goes up.
  round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
};

function keepKind(value: Numeric, of: (value: number) => number): Numeric {
  if (typeof value === 'number') return of(value);
  // Whole numbers are rounded already; what is left is the sign, done without losing digits.
  if (of === Math.abs) return bounded(value < 0n ? -value : value);
  if (of === Math.sign) return value > 0n ? 1n : value < 0n ? -1n : 0n;
  return value;
}

/** Rounds the decimal a person sees: 1.005 to two digits is 1.01, though its double lies below. */
function roundTo(value: Numeric, digits: Numeric): number {
  const places = Number(digits);
  if (!Number.isInteger(places) || places < -15 || places > 15) throw new ExpressionError('wrong_arguments');
  const amount = Number(value);
  if (!Number.isFinite(amount)) return amount;
  const shifted = shift(Math.round(shift(Math.abs(amount), places)), -places);
  return amount < 0 ? -shifted : shifted;
}

function shift(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

function toInt(value: number): bigint {
  if (!(Math.abs(value) < 2 ** 63)) throw new ExpressionError('number_too_large');
  return BigInt(value);
}

function bounded(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new ExpressionError('number_too_large');
  return value;
}

function readInt(text: string): bigint {
  if (!/^[+-]?\d{1,30}$/.test(text)) throw new ExpressionError('not_a_number');
  return bounded(BigInt(text.replace('+', '')));
}

function readDouble(text: string): number {
  if (text.length > 40 || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text))
    throw new ExpressionError('not_a_number');
  return Number(text);
}
