import { RE2JS } from '@bufbuild/re2';
import { ExpressionError } from './expression-error.ts';
import { limits } from './limits.ts';

const compiled = new Map<string, RE2JS>();
const kept = 100;

/**
 * True when the pattern is found in the text. RE2 takes time in proportion to the text, whatever the pattern, and knows
 * `(?i)`; JavaScript's own engine can take for ever.
 * @throws ExpressionError `bad_pattern`
 */
export function matchesPattern(text: string, pattern: string): boolean {
  return compilePattern(pattern).test(text);
}

/**
 * The compiled form of a pattern; the last hundred are kept.
 * @throws ExpressionError `bad_pattern`: not valid, longer than 500 characters, or more than 200 counted repetitions
 */
export function compilePattern(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > limits.patternCharacters) throw new ExpressionError('bad_pattern');
  if (countRepetitions(pattern) > limits.patternRepetitions) throw new ExpressionError('bad_pattern');
  const fresh = compileOrThrow(pattern);
  const [oldest] = compiled.keys();
  if (compiled.size >= kept && oldest !== undefined) compiled.delete(oldest);
  compiled.set(pattern, fresh);
  return fresh;
}

function compileOrThrow(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new ExpressionError('bad_pattern');
  }
}

function countRepetitions(pattern: string): number {
  let sum = 0;
  for (const [, from, to] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) sum += Number(to || from);
  return sum;
}
