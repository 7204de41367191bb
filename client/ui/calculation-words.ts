const words: Readonly<Record<string, string>> = {
  bad_pattern: 'a pattern is not valid',
  bad_time_zone: 'a time zone is not known',
  division_by_zero: 'a number was divided by zero',
  failed: 'the expression does not work for this store',
  index_out_of_range: 'a position beyond the end was asked for',
  list_too_long: 'the list has more than 1,000 items',
  missing_field: 'the store lacks a field that is read',
  no_result: 'it was not calculated; the next run tries again',
  no_value: 'an empty value was used in a calculation',
  not_a_condition: 'a condition was neither true nor false',
  not_a_date: 'the result is not a date',
  not_a_number: 'a text is not a number',
  not_money: 'the result is not an amount with a currency',
  number_too_large: 'a number is too large',
  part_too_long: 'a text that is looked for is too long',
  too_complex: 'the expression is too deep',
  too_long: 'the text has more than 10,000 characters',
  too_much_memory: 'it needs too much memory',
  too_slow: 'it takes too long',
  unknown_name: 'a name in the expression is not known',
  wrong_arguments: 'a function was given a kind of value it does not take',
  wrong_result_type: 'the result is of another kind',
  wrong_types: 'two values do not go together',
};

/** Why a value could not be calculated, in words; codes that are not known here are still shown. */
export function calculationWords(code: string): string {
  return words[code] ?? code.replaceAll('_', ' ');
}
