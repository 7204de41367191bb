import { EvaluationError } from 'cel-js';

/**
 * Why one value could not be calculated. The codes are stable; the sentences are ours, as the engine's own may
 * quote the store.
 */
export class ExpressionError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(failures[code]);
    this.code = code;
  }
}

/** Everything that can go wrong with one value, with what a person can do about it. */
const failures = {
  bad_pattern: 'A pattern is not valid: check its brackets, and keep it short.',
  bad_time_zone: 'A time zone is not known: write one like "Europe/Berlin" or "+02:00".',
  division_by_zero: 'A number was divided by zero: test the divisor first, as in b == 0 ? null : a / b.',
  failed: 'The expression could not be calculated for this store.',
  index_out_of_range: 'A position beyond the end was asked for: compare it with size() first.',
  list_too_long: 'The list is longer than 1,000 items: filter it, or join fewer of them.',
  missing_field: 'The store does not have a field that is read here: test it with has(…) first.',
  no_value: 'An empty value was used in a calculation: test it first, as in x == null ? 0 : x.',
  not_a_condition: 'A condition gave something other than true or false: compare it with something.',
  not_a_date: 'The result is not a date: give text like 2026-01-31, or use date(…).',
  not_a_number: 'A text is not a number: check what it holds before int(…) or double(…).',
  not_money: 'The result is not an amount with a currency: use money(amount, "USD").',
  number_too_large: 'A number is too large, or not finite.',
  part_too_long: 'A text that is looked for is longer than 500 characters: shorten it with left(…).',
  too_complex: 'The expression is too deep to be calculated: make it simpler.',
  too_long: 'The text is longer than 10,000 characters: shorten it with left(…).',
  too_much_memory: 'The expression needs too much memory: work on fewer items.',
  too_slow: 'The expression takes too long: work on fewer items, or use a simpler pattern.',
  unknown_name: 'A name in the expression is not known: open the expression and choose another field.',
  wrong_arguments: 'A function was given a kind of value it does not take: convert it first.',
  wrong_result_type: 'The result is of another kind than the value is meant to be: convert it.',
  wrong_types: 'Two values do not go together: convert one of them, for example with string(…).',
} as const;

export type FailureCode = keyof typeof failures;

/** Every code there is. */
export const failureCodes: readonly string[] = Object.keys(failures);

/** A failure as it is handed on. `message` may be more exact than the usual sentence, but holds no store data. */
export type Failure = { code: string; message: string };

/** The failure for a code. */
export const failure = (code: FailureCode): Failure => ({ code, message: failures[code] });

const byEngineCode: Record<string, FailureCode> = {
  division_by_zero: 'division_by_zero',
  modulo_by_zero: 'division_by_zero',
  double_conversion_error: 'not_a_number',
  int_conversion_error: 'not_a_number',
  uint_conversion_error: 'not_a_number',
  bool_conversion_error: 'wrong_arguments',
  index_out_of_range: 'index_out_of_range',
  index_out_of_bounds: 'index_out_of_range',
  invalid_condition_type: 'not_a_condition',
  invalid_logical_operand: 'not_a_condition',
  invalid_duration: 'wrong_arguments',
  no_such_key: 'missing_field',
  optional_value_missing: 'missing_field',
  no_such_overload: 'wrong_types',
  no_matching_overload: 'wrong_arguments',
  numeric_overflow: 'number_too_large',
  unknown_variable: 'unknown_name',
  invalid_comprehension_range: 'wrong_arguments',
  invalid_comparison_type: 'wrong_types',
  cannot_index_type: 'wrong_types',
  field_type_mismatch: 'wrong_types',
  list_item_type_mismatch: 'wrong_types',
  optional_expected: 'wrong_types',
  variable_type_mismatch: 'wrong_types',
};

/** What anything thrown while an expression ran means for a person. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ExpressionError) return failure(error.code);
  if (error instanceof EvaluationError) return fromEngine(error);
  // The stack is exhausted, or a text or list would be longer than JavaScript can hold.
  if (error instanceof RangeError) return failure('too_complex');
  return failure('failed');
}

function fromEngine(error: EvaluationError): Failure {
  const code = byEngineCode[error.code] ?? 'failed';
  // The summary of these names types only: `dyn<null> + int`.
  if ((code === 'wrong_types' || code === 'wrong_arguments') && /\bnull\b/.test(error.summary)) {
    return failure('no_value');
  }
  const { node } = error;
  if (code === 'missing_field' && node?.op === '.') {
    // A name behind a dot stands in the source; a key in brackets may be the store's.
    return {
      code,
      message: `The store has no “${node.args[1]}”: test it first, as in has(x.${node.args[1]}) ? x.${node.args[1]} : null.`,
    };
  }
  return failure(code);
}
