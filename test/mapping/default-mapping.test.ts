import { describe, expect, it } from 'vitest';
import { defaultMapping, withNewFields } from '../../server/mapping/default-mapping.ts';
import { fieldCatalog } from '../../server/mapping/fields/field-catalog.ts';
import { retired } from '../../server/mapping/mapping.ts';
import { calculatedMapping, entryOf } from './mapping-of.ts';

describe('the default mapping', () => {
  it('has every field of the catalogue once, with its volatility and no target', () => {
    const { entries } = defaultMapping(1);
    expect(entries.map(({ source }) => source)).toEqual(fieldCatalog.map(({ key }) => key));
    expect(new Set(entries.map(({ volatility }) => volatility.kind))).toEqual(
      new Set(['exact', 'tolerance', 'rides_along']),
    );
    expect(entries.every(({ target }) => target === null)).toBe(true);
  });

  it('enriches organizations and no persons', () => {
    expect(defaultMapping(1).enabled).toBe(true);
    expect(defaultMapping(1, 'person').enabled).toBe(false);
  });

  it('appends what a newer catalogue has more, and moves nobody', () => {
    const { entries } = defaultMapping(1);
    const old = entries.filter(({ source }) => source !== 'city').toReversed();
    const grown = withNewFields(old, []);
    expect(grown.slice(0, old.length)).toEqual(old);
    expect(grown.slice(old.length).map(({ source }) => source)).toEqual(['city']);
  });

  it('gives a new calculated value the place of one that was retired', () => {
    const { calculated } = calculatedMapping('text', 'varchar');
    const old = defaultMapping(1).entries.toSpliced(3, 0, entryOf(retired));
    const grown = withNewFields(old, calculated);
    expect(grown).toHaveLength(old.length);
    expect(grown[3]?.source).toBe('calculated:any');
    expect(withNewFields(grown, calculated)).toEqual(grown);
  });
});
