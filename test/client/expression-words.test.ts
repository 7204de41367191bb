import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cel } from '../../client/features/expressions/cel-language.ts';
import { completionsFor } from '../../client/features/expressions/completion.ts';
import { nameFor, placeOf, typeWords } from '../../client/features/expressions/draft-value.ts';
import { gateWords } from '../../client/features/expressions/gate-words.ts';
import { calculatedValue } from '../../server/mapping/mapping.contract.ts';
import { help } from './support/expression-answers.ts';

describe('the name made of a label', () => {
  test.each([
    ['Number of technologies', [], 'number_of_technologies'],
    ['Größe & Umsatz (€)', [], 'grosse_umsatz'],
    ['2 many', [], 'many'],
    ['!!!', [], 'value'],
    ['Score', ['score', 'score_2'], 'score_3'],
  ])('%s beside %j: %s', (label, taken, name) => {
    expect(nameFor(label, taken)).toBe(name);
  });

  it('is always one that can be saved, and never taken', () => {
    const { name } = calculatedValue.shape;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (label) => {
        const first = nameFor(label, []);
        const second = nameFor(label, [first]);
        expect([first, second].map((one) => name.safeParse(one).success)).toEqual([true, true]);
        expect(second).not.toBe(first);
      }),
    );
  });
});

test('a place is counted in lines and columns from one', () => {
  expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
});

test('types of the engine and gates are said in words', () => {
  expect(typeWords('double')).toBe('Correct. It gives a number.');
  expect(typeWords('list<string>')).toBe('Correct. It gives a list.');
  expect(typeWords('dyn')).toBe('Correct. What it gives depends on the store.');
  expect(gateWords({ allowed: true, plans: [] })).toBeNull();
  expect(gateWords({ allowed: false, plans: ['enterprise'] })).toContain('Enterprise plan');
});

describe('completion', () => {
  const source = completionsFor(help());
  const at = (text: string, explicit = false) => {
    const position = text.indexOf('|');
    const doc = text.replace('|', '');
    const state = EditorState.create({ doc, extensions: [cel] });
    const result = source(new CompletionContext(state, position, explicit));
    return result && { from: result.from, labels: result.options.map(({ label }) => label) };
  };

  test.each([
    ['est|', 0, 'estimated_sales', 'tld1'],
    ['1 + _dom|', 4, '_domain', 'tld1'],
    ['has(_domain.te|)', 12, 'technologies', 'city'],
    ['city.up|', 5, 'upper', 'city'],
    ['up|', 0, 'upper', 'substring'],
    ['[1, 2].si|', 7, 'size', 'estimated_sales'],
  ])('%s offers from %i what fits there: %s and not %s', (text, from, offered, not) => {
    const given = at(text);
    expect(given?.from).toBe(from);
    expect(given?.labels).toContain(offered);
    expect(given?.labels).not.toContain(not);
  });

  test.each(['"est|"', "'a est|'", '1 // est|', '1 + |'])('%s offers nothing', (text) => {
    expect(at(text)).toBeNull();
  });

  it('offers everything on demand', () => {
    expect(at('1 + |', true)?.labels).toEqual(expect.arrayContaining(['_domain', 'city', 'size']));
  });
});
