import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../server/expressions/check-expression.ts';
import { evaluateBatch } from '../../server/expressions/evaluate-batch.ts';
import { expressionFunctions } from '../../server/expressions/functions.ts';
import type { ResultType } from '../../server/expressions/types.ts';
import { sampleNow, sampleRecord, sampleVariables } from './sample-record.ts';

const check = (source: string, resultType: ResultType = 'text') =>
  checkExpression({ source, resultType }, sampleVariables);

const types: readonly ResultType[] = ['text', 'number', 'yes_no', 'date', 'list', 'money'];

describe('checking an expression', () => {
  it.each([
    ['city', ['city']],
    ['city + _domain.name + city', ['city', '_domain']],
    ['_domain.technologies.map(city, city.name).join(",")', ['_domain']],
    ['cel.bind(x, created, x + city)', ['created', 'city']],
    ['[1].map(c, string(c) + city).join(",")', ['city']],
    ['city == null ? "" : city', ['city']],
    ['date(now)', []],
    ['string(math.round(employees))', ['employees']],
  ])('names what %s reads', (source, uses) => {
    expect(check(source)).toMatchObject({ ok: true, uses });
  });

  it.each([
    ['city + citty', [['unknown_name', 'citty']]],
    [
      'foo + bar(city) + "x".baz()',
      [
        ['unknown_name', 'foo'],
        ['unknown_function', 'bar(city)'],
        ['unknown_function', '"x".baz()'],
      ],
    ],
    [
      'foo + bar',
      [
        ['unknown_name', 'foo'],
        ['unknown_name', 'bar'],
      ],
    ],
    [
      'city == "a" ? 5 : employees',
      [
        ['wrong_result_type', '5'],
        ['wrong_result_type', 'employees'],
      ],
    ],
    ['upper(city) + 5', [['wrong_types', 'upper(city) + 5']]],
    ['[city].map(c, c.size() + "x").join()', [['wrong_types', 'c.size() + "x"']]],
    ['city.matches("(") ? "a" : "b"', [['bad_pattern', '"("']]],
    ['employees ? "a" : "b"', [['not_a_condition', 'employees']]],
    ['city = "Bern"', [['syntax_error', '=']]],
    ['feature_list.map(a, [a].map(b, [b].filter(c, c)))', [['too_many_macros', '[b].filter(c, c)']]],
    ['🛒', [['syntax_error', '🛒'.slice(0, 1)]]],
  ])('points at what is wrong in %s', (source, expected) => {
    const checked = check(source);
    const places = checked.ok
      ? []
      : checked.problems.map(({ code, from, to }) => [code, source.slice(from, to)]);
    expect(places).toEqual(expected);
  });

  it.each([
    ['city', ['text', 'date']],
    ['employees', ['number']],
    ['city == "a"', ['yes_no']],
    ['created', ['text', 'date']],
    ['now', ['date']],
    ['feature_list', ['list']],
    ['sales', ['money']],
    ['money(1, "USD")', ['money']],
    ['null', types],
    ['_domain.anything', types],
    ['_domain.?anything', types],
    ['city == null ? null : city', ['text', 'date']],
    ['employees > 5 ? 1 : 2.5', ['number']],
    ['now - now', []],
    ['optional.of(1)', ['number']],
  ])('accepts %s for the result types it can give', (source, accepted) => {
    expect(types.filter((type) => check(source, type).ok)).toEqual(accepted);
  });

  it('checks against the variables it is given', () => {
    expect(checkExpression({ source: 'shade', resultType: 'text' }, [])).toMatchObject({ ok: false });
    expect(
      checkExpression({ source: 'shade', resultType: 'text' }, [{ name: 'shade', type: 'text' }]),
    ).toEqual({
      ok: true,
      type: 'string',
      uses: ['shade'],
    });
    // A name of the language cannot be taken.
    expect(() =>
      checkExpression({ source: '1', resultType: 'number' }, [{ name: 'list', type: 'text' }]),
    ).toThrow();
  });

  it('allows what the limits say, and no more', () => {
    const chained = (count: number) => `feature_list${'.filter(f, true)'.repeat(count)}`;
    expect(check(chained(8), 'list')).toMatchObject({ ok: true });
    expect(check(chained(9), 'list')).toMatchObject({ ok: false, problems: [{ code: 'too_many_macros' }] });
    const long = (length: number) => `"${'x'.repeat(length - 2)}"`;
    expect(check(long(4000))).toMatchObject({ ok: true });
    expect(check(long(4001))).toMatchObject({ ok: false, problems: [{ code: 'expression_too_long' }] });
    const list = (count: number) => `[${Array.from({ length: count }, () => '1').join(',')}]`;
    expect(check(list(500), 'list')).toMatchObject({ ok: true });
    expect(check(list(501), 'list')).toMatchObject({ ok: false, problems: [{ code: 'too_complex' }] });
    const deep = (count: number) => `${'('.repeat(count)}city${')'.repeat(count)}`;
    expect(check(deep(59))).toMatchObject({ ok: true });
    expect(check(deep(60))).toMatchObject({ ok: false, problems: [{ code: 'too_complex' }] });
  });

  const word = fc.constantFrom(
    ...sampleVariables.map(({ name }) => name),
    ...expressionFunctions.map(({ name }) => name),
    ...[
      '_domain',
      '.',
      '.?',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      ',',
      ':',
      '?',
      '+',
      '-',
      '/',
      '%',
      '==',
      '!',
      '&&',
      '||',
    ],
    ...[
      '"a"',
      "'",
      '"',
      '1',
      '2.5',
      '1u',
      'null',
      'true',
      'x',
      ' in ',
      '\\',
      '//',
      '🛒',
      '\u0000',
      '__proto__',
    ],
  );
  const soup = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 25 }).map((words) => words.join('')),
  );

  it('never throws, points into the source, and leads to a result that never throws either', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom(...types), (source, resultType) => {
        const checked = check(source, resultType);
        for (const { from, to, message } of checked.ok ? [] : checked.problems) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(Math.max(source.length, from));
          expect(message).not.toBe('');
        }
        const expressions = [{ name: 'x', source, resultType }];
        const [[result] = []] = evaluateBatch({ expressions, records: [sampleRecord], now: sampleNow });
        if (result && 'error' in result) expect(result.error.message).not.toBe('');
        else expect(result).toHaveProperty('value');
      }),
      { numRuns: 4000 },
    );
  });
});
