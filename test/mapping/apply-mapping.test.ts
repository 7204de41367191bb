import { describe, expect, it } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { defaultMapping, withNewFields } from '../../server/mapping/default-mapping.ts';
import { catalogField, fieldCatalog } from '../../server/mapping/field-catalog.ts';
import type { Mapping, MappingEntry } from '../../server/mapping/mapping.ts';

const store = { name: 'nordlicht.example', state: 'Active', platform: 'shopify', city: 'Lisbon' };
const context = { currencies: new Map([['USD', 2]]) };

function mapping(...changes: (Partial<MappingEntry> & { source: string })[]): Mapping {
  const base = defaultMapping(1);
  return {
    ...base,
    entries: base.entries.map((entry) => ({
      ...entry,
      ...changes.find(({ source }) => source === entry.source),
    })),
  };
}
const target = (source: string) => ({
  source,
  target: { code: `code_${source}`, type: catalogField.get(source)?.pipedriveType ?? 'varchar' },
});
const place = (source: string) => defaultMapping(1).entries.findIndex((entry) => entry.source === source);

describe('applyMapping', () => {
  it('wants the value of every entry with a field, at the entry’s own place', () => {
    expect(applyMapping(store, mapping(target('city')), context)).toEqual([
      {
        index: place('city'),
        source: 'city',
        code: 'code_city',
        type: 'varchar',
        value: 'Lisbon',
        volatility: { kind: 'exact' },
        rule: 'always',
      },
    ]);
  });

  it('leaves out entries that are switched off, broken, without a field or unknown', () => {
    const broken = { code: 'field_refused', since: new Date(0) };
    const entries = mapping({ ...target('city'), enabled: false }, { ...target('name'), broken }).entries;
    const unknown = { ...mapping().entries[0], ...target('gone_from_catalogue') } as MappingEntry;
    expect(applyMapping(store, { ...mapping(), entries: [...entries, unknown] }, context)).toEqual([]);
  });

  it('clears or keeps a field whose source is absent, as the entry says', () => {
    const absent = { ...store, city: undefined };
    const value = (whenMissing: MappingEntry['whenMissing']) =>
      applyMapping(absent, mapping({ ...target('city'), whenMissing }), context)[0]?.value;
    expect(value('clear')).toBeNull();
    expect(value('keep')).toBeUndefined();
  });

  it('leaves a field alone whose currency is not active, and says so', () => {
    const shop = { ...store, avg_price: 1999, currency_code: 'CHF' };
    const [price] = applyMapping(shop, mapping(target('avg_price')), context);
    expect(price).toMatchObject({ value: undefined, note: 'currency_not_active' });
  });

  it('works for the whole catalogue on a store with nothing but a name', () => {
    const all = mapping(...fieldCatalog.map(({ key }) => target(key)));
    const desired = applyMapping(store, all, context);
    expect(desired).toHaveLength(97);
    expect(desired.filter(({ note }) => note)).toEqual([]);
  });
});

describe('the default mapping', () => {
  it('has every field of the catalogue once, with its volatility and no target', () => {
    const { entries } = defaultMapping(1);
    expect(entries.map(({ source }) => source)).toEqual(fieldCatalog.map(({ key }) => key));
    expect(new Set(entries.map(({ volatility }) => volatility.kind))).toEqual(
      new Set(['exact', 'tolerance', 'rides_along']),
    );
    expect(entries.every(({ target: none }) => none === null)).toBe(true);
  });

  it('appends what a newer catalogue has more, and moves nobody', () => {
    const { entries } = defaultMapping(1);
    const old = entries.filter(({ source }) => source !== 'city').toReversed();
    const grown = withNewFields(old);
    expect(grown.slice(0, old.length)).toEqual(old);
    expect(grown.slice(old.length).map(({ source }) => source)).toEqual(['city']);
  });
});
