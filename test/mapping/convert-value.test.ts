import { describe, expect, it } from 'vitest';
import { fieldOptions } from '../../server/mapping/convert/convert-option.ts';
import { type ConvertContext, convertValue } from '../../server/mapping/convert/convert-value.ts';
import type { SourceValue } from '../../server/mapping/fields/field-catalog.ts';

const options = fieldOptions([
  { id: 31, label: 'Klaviyo' },
  { id: 4, label: ' Judge.me' },
  { id: 17, label: '12.5' },
  { id: 9, label: 'Yes' },
  { id: 8, label: `${'x'.repeat(254)}y` },
  { id: 99, label: 'klaviyo' },
  { id: 'system', label: 'Won' },
]);
const context: ConvertContext = {
  currencies: new Map(Object.entries({ USD: 2, EUR: 2, JPY: 0, BHD: 3 })),
  options: (code) => (code === 'unread' ? null : options),
};
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
    ['a number written as text', '42.50', 'double', { skip: 'not_a_number' }],
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
    ['a number in whole ones', 2.5, 'int', { value: 3 }],
    ['a number just below zero in whole ones', -0.4, 'int', { value: 0 }],
    ['money in whole numbers', { amount: 19.4, currency: 'USD' }, 'int', { value: 19 }],
    ['words for a whole number', 'many', 'int', { skip: 'not_a_number' }],
    ['text with suggestions', ' a  b ', 'varchar_auto', { value: 'a b' }],
    ['long text with suggestions', letters(256), 'varchar_auto', { value: letters(255), note: 'cut' }],
    ['a phone number', ' +351 21 000 ', 'phone', { value: '+351 21 000' }],
    ['a number as phone', 35121, 'phone', { value: '35121' }],
    ['the first of many phones', ['+44 2', '+351 1'], 'phone', { value: '+351 1', note: 'cut' }],
    ['the only phone', [' ', '+44 2', '+44 2 '], 'phone', { value: '+44 2' }],
    ['no phones', [' '], 'phone', { value: null }],
    ['an address', ' 1 Sample Way,\nPortland ', 'address', { value: { value: '1 Sample Way, Portland' } }],
    ['a blank address', ' ', 'address', { value: null }],
    ['a long address', letters(300), 'address', { value: { value: letters(255) }, note: 'cut' }],
    ['a list for an address', ['a'], 'address', { skip: 'type_not_supported' }],
    ['a label', 'judge.ME ', 'enum', { value: 4 }],
    ['the older of two options alike', 'KLAVIYO', 'enum', { value: 31 }],
    ['a number that is a label', 12.5, 'enum', { value: 17 }],
    ['a label cut to what an option holds', `${letters(254)}yz`, 'enum', { value: 8, note: 'cut' }],
    ['a label nobody made', 'Loox', 'enum', { skip: 'option_missing' }],
    ['an option without a number', 'Won', 'enum', { skip: 'option_missing' }],
    ['a blank label', ' ', 'enum', { value: null }],
    ['a list for one option', ['Yes'], 'enum', { skip: 'type_not_supported' }],
    ['an empty list for one option', [], 'enum', { value: null }],
    ['money for an option', { amount: 1, currency: 'USD' }, 'enum', { skip: 'type_not_supported' }],
    ['many labels', ['klaviyo', 'Yes', 'Judge.me', 'KLAVIYO'], 'set', { value: [4, 9, 31] }],
    ['one label for many', 'yes', 'set', { value: [9] }],
    ['many labels, some unknown', ['Loox', 'yes'], 'set', { value: [9], note: 'option_missing' }],
    ['only unknown labels', ['Loox'], 'set', { value: null, note: 'option_missing' }],
    ['no labels', [' '], 'set', { value: null }],
    ['money for many options', { amount: 1, currency: 'USD' }, 'set', { skip: 'type_not_supported' }],
    ['anything for a user', 'x', 'user', { skip: 'type_not_supported' }],
    ['nothing for a user', null, 'user', { skip: 'type_not_supported' }],
    ['anything for a type nobody knows', 'x', '__proto__', { skip: 'type_not_supported' }],
  ])('converts %s', (_, source, type, expected) => {
    expect(convertValue(source, { code: 'code', type, newOption: 'skip' }, context)).toEqual(expected);
  });

  it('keeps two decimals of any currency while the currencies are not known', () => {
    expect(
      convertValue(
        { amount: 1.239, currency: 'CHF' },
        { code: 'code', type: 'monetary', newOption: 'skip' },
        {
          ...context,
          currencies: null,
        },
      ),
    ).toEqual({ value: { value: 1.24, currency: 'CHF' } });
  });

  it('leaves a field alone whose options could not be read, unless it is to be empty', () => {
    for (const type of ['enum', 'set']) {
      const unread = { code: 'unread', type, newOption: 'create' } as const;
      expect(convertValue('Yes', unread, context)).toEqual({ skip: 'options_unknown' });
      expect(convertValue(null, unread, context)).toEqual({ value: null });
    }
  });

  it('names the labels to create, as the source writes them, once each', () => {
    const create = (type: string) => ({ code: 'code', type, newOption: 'create' }) as const;
    expect(convertValue(' Loox  Reviews ', create('enum'), context)).toEqual({
      skip: 'option_missing',
      missing: ['Loox Reviews'],
    });
    expect(convertValue(['loox', 'Yes', 'Afterpay', 'Loox', letters(300)], create('set'), context)).toEqual({
      value: [9],
      note: 'option_missing',
      missing: ['Afterpay', 'Loox', letters(255)],
    });
    expect(convertValue(['Yes'], create('set'), context)).toEqual({ value: [9] });
  });
});
