import { describe, expect, it } from 'vitest';
import { canonical } from '../../server/mapping/convert/canonical.ts';
import { readFieldValue } from '../../server/pipedrive/shapes.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';

describe('the canonical text of a value', () => {
  it.each<[string, FieldValue | undefined, FieldValue | undefined]>([
    ['null and a missing key', null, undefined],
    ['an empty and a blank text', '', '  \n'],
    ['an empty list and null', [], null],
    ['text and the same trimmed', ' Lisbon ', 'Lisbon'],
    ['line ends', 'a\r\nb', 'a\nb'],
    ['numbers that differ by noise', 0.1 + 0.2, 0.3],
    ['zero and minus zero', 0, -0],
    ['money and the same with noise', { value: 0.1 + 0.2, currency: 'USD' }, { value: 0.3, currency: 'USD' }],
    ['options in any order', [3, 1, 2], [1, 2, 3]],
    [
      'an address by its text, whatever Pipedrive found in it',
      { value: 'Rua Um 1, Lisbon', locality: 'Lisbon' },
      { value: 'Rua Um 1, Lisbon', locality: null },
    ],
  ])('is the same for %s', (_, a, b) => {
    expect(canonical(a)).toBe(canonical(b));
  });

  it.each<[string, FieldValue, FieldValue]>([
    ['zero and nothing', 0, null],
    ['letters of another case', 'lisbon', 'Lisbon'],
    ['neighbouring numbers', 1.01, 1.02],
    ['amounts in different currencies', { value: 5, currency: 'USD' }, { value: 5, currency: 'EUR' }],
    ['amounts', { value: 5, currency: 'USD' }, { value: 5.01, currency: 'USD' }],
    ['dates', '2024-01-01', '2024-01-02'],
    ['options', [1, 2], [12]],
  ])('differs for %s', (_, a, b) => {
    expect(canonical(a)).not.toBe(canonical(b));
  });

  it.each<[string, unknown, unknown]>([
    [
      'days of a range',
      { value: '2024-01-01', until: '2024-02-01' },
      { value: '2024-01-01', until: '2024-03-01' },
    ],
    ['times', { value: '10:00:00', timezone_id: 1 }, { value: '10:30:00', timezone_id: 1 }],
    ['options', [7, 8], [8, 9]],
    ['single options', 7, 8],
    ['addresses', { value: 'Rua Um 1', locality: null }, { value: 'Rua Um 2', locality: null }],
    ['a range and nothing', { value: '2024-01-01', until: '2024-02-01' }, {}],
  ])('differs for %s as Pipedrive answers them', (_, a, b) => {
    expect(canonical(readFieldValue(a))).not.toBe(canonical(readFieldValue(b)));
  });

  it('is empty for an address without text and for options that are none', () => {
    expect(canonical(readFieldValue({ value: null, locality: null }))).toBe('');
    expect(canonical(readFieldValue([]))).toBe('');
  });
});
