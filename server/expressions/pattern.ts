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
 * The compiled form of a pattern; the last hundred are kept. Classes of Unicode (`\pL`) are refused: the tables they need take
 * a tenth of a second to be made, each.
 * @throws ExpressionError `bad_pattern`: not valid, longer than 500 characters, or more than 2,000 parts
 */
export function compilePattern(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  const allowed = pattern.length <= limits.patternCharacters && !/\\p/i.test(pattern);
  if (!allowed || partsOf(pattern) > limits.patternParts) throw new ExpressionError('bad_pattern');
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

/** What a range beyond ASCII costs where case is ignored: every letter in it is looked up, six milliseconds at worst. */
const foldedParts = 600;

/** How many parts a pattern has once its counted repetitions are written out: what compiling it costs. */
export function partsOf(pattern: string): number {
  const ignoresCase = /\(\?[a-zA-Z]*i/.test(pattern);
  const groups = [0];
  let folded = 0;
  let last = 0;
  const add = (size: number) => groups.push((groups.pop() ?? 0) + size);
  for (const [token, from, to] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}|\\.|\[\^?\]?(?:\\.|[^\]])*\]|./gs)) {
    if (from !== undefined) {
      // The last part is counted once already; further repetitions multiply what these made of it.
      const times = Math.max(1, Number(to || from));
      add(last * (times - 1));
      last *= times;
    } else if (token === '(') {
      groups.push(0);
    } else if (token === ')' && groups.length > 1) {
      last = groups.pop() ?? 0;
      add(last);
    } else if (!/^[*+?|]$/.test(token)) {
      last = 1;
      add(1);
      if (ignoresCase && /-(?:[^\0-\x7f]|\\x)/.test(token)) folded += foldedParts;
    }
  }
  return groups.reduce((sum, size) => sum + size, folded);
}
