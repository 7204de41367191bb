import { EvaluationError, ParseError, TypeError as TypeProblem } from 'cel-js';
import { limits } from './limits.ts';
import { problem } from './problem.ts';
import { typeWord, typeWords } from './type-words.ts';
import type { ExpressionProblem } from './types.ts';

/** What the engine found wrong while it read or checked an expression, in our words. */
export function engineProblem(error: unknown, source: string): ExpressionProblem {
  const whole = { start: 0, end: source.length };
  if (error instanceof RangeError) return problem('too_complex', whole, deep);
  // Wrong arguments of a macro are found while reading, and are no matter of syntax to people.
  if (error instanceof ParseError && error.code !== 'invalid_macro_argument') {
    return parseProblem(error, error.range ?? whole, source);
  }
  if (error instanceof ParseError || error instanceof TypeProblem || error instanceof EvaluationError) {
    return typeProblem(error, error.range ?? whole, source);
  }
  return problem('wrong_types', whole, 'The types in this expression cannot be worked out: make it simpler.');
}

type Range = { start: number; end: number };

const deep = 'The expression is too deep: split it, or use fewer brackets.';

function parseProblem(error: ParseError, range: Range, source: string): ExpressionProblem {
  const { code, summary } = error;
  if (code === 'limit_exceeded') return problem('too_complex', range, limitWords(summary));
  const at = source.slice(range.start, range.end);
  const ended = range.start >= source.trimEnd().length;
  if (ended)
    return problem('syntax_error', range, 'The expression ends too early: something is missing here.');
  if (code.startsWith('unterminated')) {
    return problem('syntax_error', range, 'The text is not closed: add the closing quote.');
  }
  if (code === 'newline_in_string') {
    return problem('syntax_error', range, 'A text cannot go over the end of the line: write \\n instead.');
  }
  if (code === 'reserved_identifier') {
    return problem(
      'syntax_error',
      range,
      `“${at}” cannot be used as a name. For a choice write condition ? this : that.`,
    );
  }
  if (code.includes('escape') || code.includes('surrogate')) {
    return problem('syntax_error', range, 'This backslash means nothing: write \\\\ for a backslash itself.');
  }
  if (code.startsWith('invalid_')) return problem('syntax_error', range, 'This number cannot be read.');
  if (source[range.start] === '=') return problem('syntax_error', range, 'Compare with ==, as in a == b.');
  if (source[range.start] === '&' || source[range.start] === '|') {
    return problem('syntax_error', range, 'Write && for and, || for or; texts are joined with +.');
  }
  return problem(
    'syntax_error',
    range,
    `“${at.slice(0, 20)}” is not expected here: check what stands before it.`,
  );
}

function limitWords(summary: string): string {
  if (summary.includes('maxDepth')) return deep;
  if (summary.includes('maxAstNodes')) return 'The expression has too many parts: make it shorter.';
  return `A list in the expression has more than ${limits.listElements} items: make it shorter.`;
}

function typeProblem(
  error: Pick<TypeProblem, 'code' | 'summary'>,
  range: Range,
  source: string,
): ExpressionProblem {
  const { code, summary } = error;
  const at = source.slice(range.start, range.end);
  switch (code) {
    case 'unknown_variable':
      return problem('unknown_name', range, at);
    case 'no_such_overload':
      return problem('wrong_types', range, operatorWords(summary));
    case 'no_matching_overload':
      return problem('wrong_arguments', range, callWords(summary));
    case 'invalid_condition_type':
    case 'invalid_logical_operand':
      return problem('not_a_condition', range, typeWord(/got '(.+)'/.exec(summary)?.[1] ?? 'dyn'));
    case 'invalid_macro_argument':
      return problem('wrong_arguments', range, macroWords(summary));
    case 'invalid_comprehension_range':
      return problem('wrong_arguments', range, 'Only a list or a map can be gone through.');
    case 'cannot_index_type':
    case 'invalid_index_type':
    case 'no_such_key':
      return problem('wrong_types', range, placeWords(summary));
    case 'optional_expected':
      return problem(
        'wrong_types',
        range,
        'orValue and or go after a field read with .? as in _domain.?name.orValue("").',
      );
    default:
      return problem(
        'wrong_types',
        range,
        'These types do not go together: convert one of them, for example with string(…).',
      );
  }
}

function placeWords(summary: string): string {
  return /^List index .*'double'$/.test(summary)
    ? 'A position is a whole number: put int(…) around it.'
    : 'This has no such field or position: fields are read from maps, positions from lists.';
}

function operatorWords(summary: string): string {
  const unary = /: [-!](\S.*)$/.exec(summary);
  const [, left, operator, right] = /: (.+) (==|!=|in|[-+*/%]|[<>]=?) (.+)$/.exec(summary) ?? [];
  if (left === undefined || operator === undefined || right === undefined) {
    return `This does not work on ${typeWord(unary?.[1] ?? 'dyn')}: convert it first.`;
  }
  const hint = [left, right].some((type) => type.startsWith('map'))
    ? 'read a field of it, as in value.amount'
    : 'convert one of them, for example with string(…) or double(…)';
  return `${typeWord(left)} and ${typeWord(right)} do not go together with ${operator}: ${hint}.`;
}

function callWords(summary: string): string {
  const [, called = '', args = ''] = /for '(.*)\((.*)\)'$/.exec(summary) ?? [];
  const name = (called.split('.').at(-1) ?? '').replace(/^_/, '');
  const owner = called.includes('.') ? called.slice(0, called.lastIndexOf('.')) : null;
  const given = args === '' ? 'nothing' : typeWords(args);
  const on = owner === null || owner.endsWith('Namespace') ? '' : ` on ${typeWord(owner)}`;
  return `“${name}” cannot be used${on} with ${given}: see what it takes in the list of functions.`;
}

function macroWords(summary: string): string {
  return summary.startsWith('has')
    ? 'has(…) takes a field, as in has(_domain.city). For a single name compare with null: city != null.'
    : 'A list function needs a simple name first, as in list.map(x, x.name).';
}
