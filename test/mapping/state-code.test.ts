import { describe, expect, it } from 'vitest';
import { stateCode } from '../../server/mapping/fields/state-code.ts';
import { stateCodes } from '../../server/mapping/fields/state-code-data.ts';

describe('codes of states and provinces', () => {
  it.each(Object.entries(stateCodes))('names every one of %s once, by code and by name', (country, table) => {
    const rows = table.split(';').map((row) => row.trim().replace(/\s+/g, ' '));
    const codes = rows.map((row) => row.split(' ')[0] ?? '');
    expect(new Set(codes).size).toBe(codes.length);
    for (const row of rows) {
      const [code = '', ...name] = row.split(' ');
      expect(code).toMatch(/^[A-Z0-9]{1,3}$/);
      expect(stateCode(country, code)).toBe(code);
      for (const one of name.join(' ').split('/')) {
        expect(one).not.toBe('');
        expect(stateCode(country, one), `${country} ${one}`).toBe(code);
        expect(stateCode(country, one.toUpperCase()), `${country} ${one}`).toBe(code);
      }
    }
  });

  it.each([
    ['GB', 'Scotland', 'SCT'],
    ['US', 'Washington', 'WA'],
    ['US', 'washington, d.c.', 'DC'],
    ['DE', 'Thuringen', 'TH'],
    ['ES', 'Cataluna', 'CT'],
    ['ZA', 'Western Cape Province', 'WC'],
    ['PL', 'Małopolskie', '12'],
    ['PL', 'Malopolskie', '12'],
    ['DK', 'Region Sjaelland', '85'],
    ['SE', 'Skåne län', 'M'],
    ['US', 'Bavaria', null],
    ['XX', 'Oregon', null],
    ['US', null, null],
    [null, 'Oregon', null],
    ['constructor', 'Oregon', null],
  ])('gives for %s, %s: %s', (country, name, code) => {
    expect(stateCode(country, name)).toBe(code);
  });
});
