import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPattern, partsOf } from '../../server/expressions/pattern.ts';

describe('a pattern', () => {
  it.each([
    ['abc', 3],
    ['[a-z]{200}', 200],
    ['\\d{4}-\\d{2}-\\d{2}', 10],
    ['((a{10}){10}){9}', 900],
    ['(ab|cd){3}', 12],
    ['a{2}{3}', 6],
    ['^[^\\]x]+$', 3],
    ['x{2,50}y{3,}', 53],
    ['\\{5}', 3],
    ['(', 0],
    ['[\\x{100}-\\x{FFFF}]', 1],
    // Where case is ignored, every letter of a range is looked up.
    ['(?i)[\\x{100}-\\x{FFFF}]a', 603],
    ['(?si:[é-鿿])', 604],
    ['(?i)[éa-z]', 2],
  ])('%s has its repetitions written out to %d parts', (pattern, parts) =>
    expect(partsOf(pattern)).toBe(parts),
  );

  it.each(['[', '(a', 'a{1001}', '(a{100}){100}', '\\pL', '\\P{Greek}', 'a'.repeat(501), '(?=a)', '\\1'])(
    'is refused when it is not valid or too costly: %s',
    (pattern) =>
      expect(() => matchesPattern('a', pattern)).toThrow(expect.objectContaining({ code: 'bad_pattern' })),
  );

  it('of a simple kind finds what JavaScript finds', () => {
    const part = fc.constantFrom('a', 'b', '.', '[ab]', '(a|b)', 'a*', 'b+', '(?:ab)?', 'a{2}', '^', '$');
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c') }), (source, text) => {
        expect(matchesPattern(text, source)).toBe(new RegExp(source).test(text));
      }),
    );
  });
});
