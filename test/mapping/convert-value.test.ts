import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../server/mapping/canonical.ts';
import { type ConvertContext, convertValue } from '../../server/mapping/convert-value.ts';
import type { SourceValue } from '../../server/mapping/field-catalog.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { stored } from './pipedrive-storage.ts';

const decimals = { USD: 2, EUR: 2, JPY: 0, BHD: 3 };
const context: ConvertContext = { currencies: new Map(Object.entries(decimals)) };
const types = ['varchar', 'text', 'double', 'monetary', 'date'] as const;
const letters = (count: number) => 'x'.repeat(count);

describe('convertValue', () => {
  it.each<[string, SourceValue, string, ReturnType<typeof convertValue>]>([
    ['text', 'Lisbon', 'varchar', { value: 'Lisbon' }],
    ['absent', null, 'varchar', { value: null }],
    ['blank text', ' \n\t ', 'text', { value: null }],
    ['an empty list', [], 'text', { value: null }],
    ['blanks and line breaks in short text', '  a \r\n b\u00a0 c ', 'varchar', { value: 'a b c' }],
    ['line breaks in large text', ' a \r\n\r\n\r\n b\tc ', 'text', { value: 'a\n\nb c' }],
    ['control characters', 'a\u0000b\u0007c\u200bd', 'varchar', { value: 'abcd' }],
    ['half a surrogate pair', 'a\ud83d b', 'varchar', { value: 'a b' }],
    ['text of 255 characters', letters(255), 'varchar', { value: letters(255) }],
    ['text of 256 characters', letters(256), 'varchar', { value: letters(255), note: 'cut' }],
    ['a pair across the cut', `${letters(254)}😀`, 'varchar', { value: letters(254), note: 'cut' }],
    ['a blank before the cut', `${letters(254)} y`, 'varchar', { value: letters(254), note: 'cut' }],
    ['long large text', letters(65_001), 'text', { value: letters(65_000), note: 'cut' }],
    ['a list', ['Klaviyo', 'Judge.me'], 'text', { value: 'Judge.me, Klaviyo' }],
    ['letters of both cases', ['b', 'a', 'B', 'A'], 'text', { value: 'A, a, B, b' }],
    ['the same in another order', ['A', 'B', 'a', 'b'], 'text', { value: 'A, a, B, b' }],
    ['a list with empty and repeated items', ['b', ' ', 'a', 'b'], 'text', { value: 'a, b' }],
    [
      'a list that fits exactly',
      [letters(100), `${letters(152)}y`],
      'varchar',
      { value: `${letters(100)}, ${letters(152)}y` },
    ],
    [
      'a list one too long',
      [letters(100), `${letters(153)}y`],
      'varchar',
      { value: letters(100), note: 'cut' },
    ],
    ['a single item too long', [letters(300)], 'varchar', { value: letters(255), note: 'cut' }],
    ['a number as text', 12.5, 'varchar', { value: '12.5' }],
    ['money as text', { amount: 12.5, currency: 'USD' }, 'varchar', { value: '12.5 USD' }],
    ['a number', 1234, 'double', { value: 1234 }],
    ['a number with noise', 0.1 + 0.2, 'double', { value: 0.3 }],
    ['minus zero', -0, 'double', { value: 0 }],
    ['the largest number', 99_999_999_999_999, 'double', { value: 99_999_999_999_999 }],
    ['a number too large', 1e14, 'double', { skip: 'out_of_range' }],
    ['not a number', Number.NaN, 'double', { skip: 'not_a_number' }],
    ['infinity', Number.NEGATIVE_INFINITY, 'double', { skip: 'out_of_range' }],
    ['a number written as text', ' 42.50 ', 'double', { value: 42.5 }],
    ['words for a number', 'many', 'double', { skip: 'not_a_number' }],
    ['a list for a number', ['1'], 'double', { skip: 'not_a_number' }],
    ['money for a number', { amount: 9.99, currency: 'USD' }, 'double', { value: 9.99 }],
    ['money', { amount: 10.555, currency: 'usd' }, 'monetary', { value: { value: 10.56, currency: 'USD' } }],
    [
      'money without decimals',
      { amount: 10.5, currency: 'JPY' },
      'monetary',
      { value: { value: 11, currency: 'JPY' } },
    ],
    [
      'money with three decimals',
      { amount: 1.2345, currency: 'BHD' },
      'monetary',
      { value: { value: 1.235, currency: 'BHD' } },
    ],
    ['a currency switched off', { amount: 1, currency: 'CHF' }, 'monetary', { skip: 'currency_not_active' }],
    ['money without currency', { amount: 1, currency: ' ' }, 'monetary', { skip: 'no_currency' }],
    ['a bare number for money', 5, 'monetary', { skip: 'no_currency' }],
    ['too much money', { amount: 1e15, currency: 'USD' }, 'monetary', { skip: 'out_of_range' }],
    ['a date', '2024-02-29', 'date', { value: '2024-02-29' }],
    ['a day that never was', '2023-02-29', 'date', { skip: 'not_a_date' }],
    ['a date with a time', '2024-02-29T10:00:00', 'date', { skip: 'not_a_date' }],
    ['a number for a date', 20240229, 'date', { skip: 'not_a_date' }],
    ['a type not built', 'x', 'enum', { skip: 'type_not_supported' }],
    ['nothing for a type not built', null, 'set', { skip: 'type_not_supported' }],
  ])('converts %s', (_, source, type, expected) => {
    expect(convertValue(source, type, context)).toEqual(expected);
  });

  it('keeps two decimals of any currency while the currencies are not known', () => {
    expect(convertValue({ amount: 1.239, currency: 'CHF' }, 'monetary', { currencies: null })).toEqual({
      value: { value: 1.24, currency: 'CHF' },
    });
  });

  it('gives the same for any order of a list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.constantFrom('varchar', 'text'),
        (list, type) => {
          const sorted = convertValue(list.toSorted(), type, context);
          expect(convertValue(list, type, context)).toEqual(sorted);
          expect(convertValue(list.toReversed(), type, context)).toEqual(sorted);
        },
      ),
    );
  });

  it('never gives what Pipedrive refuses or changes', () => {
    fc.assert(
      fc.property(anySource, fc.constantFrom(...types), (source, type) => {
        const converted = convertValue(source, type, context);
        if ('skip' in converted) return;
        const held = stored(converted.value, type, decimals);
        expect(held).toEqual(converted.value);
        expect(canonical(held)).toBe(canonical(converted.value));
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing when its own result is converted again', () => {
    fc.assert(
      fc.property(anySource, fc.constantFrom(...types), (source, type) => {
        const once = convertValue(source, type, context);
        if ('skip' in once) return;
        expect(convertValue(asSource(once.value), type, context)).toEqual({ value: once.value });
      }),
      { numRuns: 2000 },
    );
  });
});

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\r', 'a', 'b', '\u00a0', '\u2028', '😀', '\u0085'),
    maxLength: 600,
  }),
  fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
  fc.double().map(String),
);
const someNumber = fc.oneof(fc.double(), fc.integer(), fc.double({ min: -1e6, max: 1e6 }));
const anySource: fc.Arbitrary<SourceValue> = fc.oneof(
  fc.constant(null),
  someText,
  someNumber,
  fc.array(someText, { maxLength: 30 }),
  fc.record({ amount: someNumber, currency: fc.constantFrom('USD', 'eur', 'JPY', 'BHD', 'CHF', '') }),
);

function asSource(value: FieldValue): SourceValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value)) throw new Error('not made here');
  return { amount: Number(value.value), currency: String(value.currency) };
}
