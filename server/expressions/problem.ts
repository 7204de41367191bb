import type { ExpressionProblem } from './types.ts';

const sentences = {
  bad_pattern: () =>
    'This pattern cannot be used: check its brackets, keep it short, and write [a-z] instead of \\\\p classes.',
  duplicate_key: (word: string) => `The key “${word}” is there twice: keep one.`,
  empty_expression: () => 'Write an expression, for example _domain.name.',
  expression_too_long: () => 'The expression is longer than 4,000 characters: make it shorter.',
  forbidden_key: (word: string) => `The key “${word}” cannot be used: choose another.`,
  not_a_condition: (word: string) =>
    `A condition has to be true or false, and this is ${word}: compare it with something.`,
  not_supported: (word: string) => `${word} cannot be used here.`,
  number_too_large: () => 'This number is too large: write it with a point, as in 1e20.',
  syntax_error: (word: string) => word,
  too_complex: (word: string) => word,
  too_many_macros: () =>
    'At most two of all, exists, filter and map may stand inside each other, and eight in a row: use fewer.',
  unknown_function: (word: string) =>
    `There is no function “${word}” that can be used so: look it up in the list of functions.`,
  unknown_name: (word: string) =>
    `“${word}” is not known: choose a field from the list, or read the store with _domain.${word}.`,
  wrong_arguments: (word: string) => word,
  wrong_result_type: (word: string) => word,
  wrong_types: (word: string) => word,
} as const;

export type ProblemCode = keyof typeof sentences;

/** A problem at a place of the source. `word`: the name, type or sentence that the code needs. */
export function problem(
  code: ProblemCode,
  { start, end }: { start: number; end: number },
  word = '',
): ExpressionProblem {
  return { code, message: sentences[code](word), from: start, to: Math.max(start, end) };
}
