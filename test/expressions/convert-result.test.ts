import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertResult } from '../../server/expressions/convert-result.ts';
import { evaluateBatch } from '../../server/expressions/evaluate-batch.ts';
import { safeRecord } from '../../server/expressions/safe-record.ts';
import type { ResultType } from '../../server/expressions/types.ts';
import { sampleNow } from './sample-record.ts';

const types: readonly ResultType[] = ['text', 'number', 'yes_no', 'date', 'list', 'money'];

describe('the value that comes out', () => {
  it.each<[ResultType, unknown, unknown]>([
    ['number', 9007199254740991n, 9007199254740991],
    ['number', -0, 0],
    ['text', 'x'.repeat(10_000), 'x'.repeat(10_000)],
    ['list', Array.from({ length: 1000 }, () => 1n), Array.from({ length: 1000 }, () => '1')],
    ['list', ['a', null, 1.5, false], ['a', '1.5', 'No']],
    [
      'money',
      new Map<string, unknown>([
        ['amount', 5n],
        ['currency', 'EUR'],
      ]),
      { amount: 5, currency: 'EUR' },
    ],
    ['date', new Date('2026-02-03T23:59:59Z'), '2026-02-03'],
  ])('gives %s (%#)', (type, raw, value) => {
    expect(convertResult(raw, type)).toEqual({ value });
  });

  it.each<[ResultType, unknown, string]>([
    ['number', 9007199254740992n, 'number_too_large'],
    ['number', Number.NaN, 'number_too_large'],
    ['number', '5', 'wrong_result_type'],
    ['text', 'x'.repeat(10_001), 'too_long'],
    ['text', 5, 'wrong_result_type'],
    ['text', ['a'], 'wrong_result_type'],
    ['yes_no', 'Yes', 'wrong_result_type'],
    ['list', Array.from({ length: 1001 }, () => 'a'), 'list_too_long'],
    ['list', Array.from({ length: 101 }, () => 'x'.repeat(100)), 'too_long'],
    ['list', [{ name: 'a' }], 'wrong_result_type'],
    ['list', [['a']], 'wrong_result_type'],
    ['date', '2026-02-30', 'not_a_date'],
    ['date', '31.01.2026', 'not_a_date'],
    ['date', new Date(Number.NaN), 'not_a_date'],
    ['money', { amount: 1, currency: 'usd' }, 'not_money'],
    ['money', { amount: 1, currency: 'USD', tax: 1 }, 'not_money'],
    ['money', { amount: null, currency: 'USD' }, 'not_money'],
    ['money', 5, 'not_money'],
    ['number', { valueOf: 0 }, 'wrong_result_type'],
    ['list', [{ toString: 1 }], 'wrong_result_type'],
  ])('refuses what is not %s (%#)', (type, raw, code) => {
    expect(convertResult(raw, type)).toMatchObject({ error: { code } });
  });

  it('is absent for null, whatever was wanted', () => {
    for (const type of types) expect(convertResult(null, type)).toEqual({ value: null });
  });

  it('is always of the type wanted, survives JSON, and shares nothing with the store', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...types), (raw, type) => {
        const result = convertResult(raw, type);
        if ('error' in result) return;
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        if (typeof result.value === 'object' && result.value !== null) expect(result.value).not.toBe(raw);
      }),
    );
  });
});

describe('a record with odd keys', () => {
  const odd = JSON.parse(
    '{"constructor": {"name": "c"}, "inner": {"__proto__": {"x": 1}, "a": [{"constructor": 2}]}, "n": 1}',
  );
  const read = (source: string) =>
    evaluateBatch({
      expressions: [{ name: 'x', source, resultType: 'number' }],
      records: [{ domain: odd, values: {} }],
      now: sampleNow,
    })[0]?.[0];

  it.each([
    ['_domain.n', { value: 1 }],
    ['_domain.constructor.name.size()', { value: 1 }],
    ['_domain.inner.a[0].constructor', { value: 2 }],
    ['_domain.inner.a.size()', { value: 1 }],
    ['has(_domain.constructor.prototype) ? 1 : 0', { value: 0 }],
    ['"constructor" in _domain ? 1 : 0', { value: 1 }],
    ['size(_domain)', { value: 3 }],
  ])('is read as it stands: %s', (source, result) => expect(read(source)).toEqual(result));

  it('is left alone', () => {
    const before = JSON.stringify(odd);
    read('_domain.constructor.name.size()');
    expect(JSON.stringify(odd)).toBe(before);
    const plain = { a: [{ b: 1 }] };
    expect(safeRecord(plain)).toBe(plain);
  });
});
