import { describe, expect, it } from 'vitest';
import { canonical } from '../../server/mapping/canonical.ts';
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
});
